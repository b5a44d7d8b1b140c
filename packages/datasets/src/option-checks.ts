/** What all functions of this package that have options share: one check an option, one error with all problems. */
import { array, type Check, type Checks, object, optionProblems } from "@imgcls/checks";
import { DatasetOptionsError } from "./errors.js";

/**
 * @param owner the function whose options they are
 * @param together what else is wrong with options (an object with any values): they do not fit each other or the data
 * @throws DatasetOptionsError for unknown options, wrong values and what is wrong together, all at once
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  checks: Checks<Options>,
  together: () => readonly string[] = () => [],
): void {
  const problems = optionProblems(owner, options, checks);
  if (object.accepts(options)) problems.push(...together().map((problem) => `${owner}: ${problem}`));
  if (problems.length > 0) throw new DatasetOptionsError(problems);
}

/** By its tag: an object of another realm is one too. */
export const instance = (tag: string, expected: string): Check => ({
  expected,
  accepts: (value) => Object.prototype.toString.call(value) === `[object ${tag}]`,
});

export const abortSignal = instance("AbortSignal", "an AbortSignal");

/** Infinity is one: no limit. */
export const limit: Check = {
  expected: "a number above 0",
  accepts: (value) => typeof value === "number" && value > 0,
};

/** An array or typed array; what its entries have to be depends on the data. */
export const positions: Check = {
  expected: "a list of positions",
  accepts: (value) => array.accepts(value) || ArrayBuffer.isView(value),
};
