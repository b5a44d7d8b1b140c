import type { Check } from "./check.js";
import { type Checks, missingProblems, optionProblems } from "./option-problems.js";

/** Typed arrays and plain ones. */
export const numbers: Check = {
  expected: "an array of numbers",
  accepts: (value) =>
    typeof value === "object" && value !== null && Number.isInteger((value as { length?: unknown }).length),
};

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
