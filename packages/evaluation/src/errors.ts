/** The numbers handed in do not fit together; `problems` lists everything that is wrong, not only the first. */
export class EvaluationInputError extends Error {
  override readonly name = "EvaluationInputError";
  readonly problems: readonly string[];

  constructor(object: string, problems: readonly string[]) {
    super(`[imgcls/evaluation] ${object}: ${problems.join("; ")}.`);
    this.problems = problems;
  }
}
