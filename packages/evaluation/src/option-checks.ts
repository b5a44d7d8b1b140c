import { type Check, type Checks, missingProblems, optionProblems } from "@imgcls/checks";
import { EvaluationInputError } from "./errors.js";

/** Typed arrays and plain ones. */
export const numbers: Check = {
  expected: "an array of numbers",
  accepts: (value) =>
    typeof value === "object" && value !== null && Number.isInteger((value as { length?: unknown }).length),
};

/** Whole numbers from `least`, and what says "no limit". */
export const wholeFrom = (least: number): Check => ({
  expected: `a whole number from ${least}`,
  accepts: (value) =>
    value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= least),
});

/**
 * Everything that is wrong with what a function is given: unknown names, wrong and missing values, and, where the required
 * values are there, what `more` finds in them.
 */
export function inputProblems<Input extends object>(
  owner: string,
  input: Input,
  checks: Checks<Input>,
  required: readonly (keyof Input & string)[],
  more: () => readonly string[],
): string[] {
  const problems = optionProblems(owner, input, checks);
  if (typeof input !== "object" || input === null) return problems;
  const all = [...problems, ...missingProblems(owner, input, checks, required)];
  const isUsable = required.every((name) => input[name] !== undefined && checks[name].accepts(input[name]));
  return isUsable ? [...all, ...more()] : all;
}

/** @throws EvaluationInputError with all of them */
export function requireNone(object: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new EvaluationInputError(object, problems);
}

/** Of a number that is given beside the data. @throws EvaluationInputError */
export function requireLimit(owner: string, name: string, value: number, least: number): void {
  requireNone(owner, optionProblems(owner, { [name]: value }, { [name]: wholeFrom(least) }));
}
