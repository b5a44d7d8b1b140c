import type { Check } from "./check.js";

/** An option as forms, help texts and tables of documentation show it. */
export interface Option<Value = unknown> extends Check, OptionNotes<Value> {}

export interface OptionNotes<Value = unknown> {
  /** What it is, in one line without a full stop. */
  readonly about: string;
  /** What holds where it is not given. Of a required option: what a form begins with, if there is a usual value. */
  readonly default?: Value;
  /** It has to be given. */
  readonly required?: boolean;
  /** The options of an object, or of each object of a list. */
  readonly options?: OptionTable;
}

export type OptionTable = Readonly<Record<string, Option>>;

/** A description of each option of a configuration; a new option fails the type check until it has one. */
export type Options<Config> = { readonly [Name in keyof Config]-?: Option<Config[Name]> };

/** `option(share, { default: 0, about: "share of the previous velocity that is kept" })` */
export const option = <Value>(check: Check, notes: OptionNotes<Value>): Option<Value> => ({
  ...check,
  ...notes,
});

/** The names of the options that have to be given. */
export const requiredOptions = (options: OptionTable): string[] =>
  Object.keys(options).filter((name) => options[name]!.required);

/** The configuration with the default of every option that it does not have and that has one. */
export function withDefaults<Complete extends object>(config: object, options: OptionTable): Complete {
  const complete: Record<string, unknown> = { ...config };
  for (const [name, { default: value }] of Object.entries(options)) complete[name] ??= value;
  return complete as Complete;
}
