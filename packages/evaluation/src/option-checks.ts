import { type Check, optionProblems } from "@imgcls/checks";
import { EvaluationInputError } from "./errors.js";

export { inputProblems, numbers } from "@imgcls/checks";

/** Whole numbers from `least`, and what says "no limit". */
export const wholeFrom = (least: number): Check => ({
  expected: `a whole number from ${least}`,
  accepts: (value) =>
    value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= least),
});

/** @throws EvaluationInputError with all of them */
export function requireNone(object: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new EvaluationInputError(object, problems);
}

/** Of a number that is given beside the data. @throws EvaluationInputError */
export function requireLimit(owner: string, name: string, value: number, least: number): void {
  requireNone(owner, optionProblems(owner, { [name]: value }, { [name]: wholeFrom(least) }));
}
