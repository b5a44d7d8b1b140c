import { type Check, object } from "./check.js";
import { nearest } from "./nearest.js";
import { type OptionTable, requiredOptions } from "./option.js";

/** One check for each option of a configuration; a new option fails the type check until it has one. */
export type Checks<Options> = { readonly [Name in keyof Options]-?: Check };

/**
 * What is wrong with a configuration: a sentence for each option that is unknown or has a wrong value. The caller
 * throws its own error with all of them.
 *
 * @param owner whose options they are: "sgd", "fit"
 */
export function optionProblems(
  owner: string,
  options: object,
  checks: Readonly<Record<string, Check>>,
): string[] {
  if (typeof options !== "object" || options === null) {
    return [`expected the options of ${owner} to be an object, received ${inWords(options)}`];
  }
  const wrong = Object.entries(options).flatMap(([option, value]) => {
    const check = Object.hasOwn(checks, option) ? checks[option] : undefined;
    if (check === undefined || value === undefined || check.accepts(value)) return [];
    return [`expected ${owner}.${option} to be ${check.expected}, received ${inWords(value)}`];
  });
  return [...unknownOptionProblems(owner, options, Object.keys(checks)), ...wrong];
}

/** For options whose values are checked elsewhere: only their names. */
export function unknownOptionProblems(owner: string, options: object, known: readonly string[]): string[] {
  return Object.keys(options)
    .filter((option) => !known.includes(option))
    .map((option) => {
      const suggestion = nearest(option, known);
      const hint = suggestion === undefined ? "" : `. Did you mean "${suggestion}"?`;
      return `${owner} has no option "${option}"${hint}${hint === "" ? "; its" : " Its"} options are ${known.join(", ")}`;
    });
}

/** A sentence for each required option that is not there. That options are no object is `optionProblems`' to say. */
export function missingProblems(
  owner: string,
  options: object,
  checks: Readonly<Record<string, Check>>,
  required: readonly string[],
): string[] {
  if (!object.accepts(options)) return [];
  return required
    .filter((option) => (options as Readonly<Record<string, unknown>>)[option] === undefined)
    .map((option) => `expected ${owner}.${option} to be ${checks[option]!.expected}, received nothing`);
}

/** What is wrong with options that are described: those that are missing, unknown or wrong. */
export const describedProblems = (owner: string, options: object, described: OptionTable): string[] => [
  ...missingProblems(owner, options, described, requiredOptions(described)),
  ...optionProblems(owner, options, described),
];

const LONGEST = 80;

function inWords(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "function") return "a function";
  const words = ArrayBuffer.isView(value) ? Object.prototype.toString.call(value) : JSON.stringify(value);
  if (words === undefined) return String(value);
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}
