/** The options of a description by name. */
export type OptionTable = Readonly<Record<string, Option>>;

/** An option as forms, help texts and tables of documentation show it. (Public; that of the private @imgcls/checks is the same.) */
export interface Option {
  /** What it is, in one line without a full stop. */
  readonly about: string;
  /** What holds where it is not given. Of a required option: what a form begins with, if there is a usual value. */
  readonly default?: unknown;
  /** It has to be given. */
  readonly required?: boolean;
  /** Completes "expected NAME to be …". */
  readonly expected: string;
  accepts(value: unknown): boolean;
  readonly kind?: "number" | "integer" | "flag" | "text" | "choice" | "list" | "object";
  /** Bounds of a number. `accepts` decides whether the bound itself is right. */
  readonly least?: number;
  readonly greatest?: number;
  /** All values of a choice. */
  readonly choices?: readonly (string | number | boolean)[];
  /** The options of an object, or of each object of a list. */
  readonly options?: OptionTable;
}
