import { type Checks, missingProblems, optionProblems } from "@imgcls/checks";
import { ArchitectureOptionsError } from "./errors.js";

/**
 * @param owner the function whose options they are
 * @throws ArchitectureOptionsError with everything that is unknown, missing or wrong
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  checks: Checks<Options>,
  required: readonly (keyof Options & string)[] = [],
): void {
  const problems = [
    ...optionProblems(owner, options, checks),
    ...missingProblems(owner, options, checks, required),
  ];
  if (problems.length > 0) throw new ArchitectureOptionsError(problems);
}
