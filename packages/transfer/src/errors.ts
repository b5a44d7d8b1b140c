/** What a function of this package was given does not fit together; `problems` lists everything that is wrong. */
export class TransferInputError extends Error {
  override readonly name = "TransferInputError";
  readonly problems: readonly string[];

  constructor(object: string, problems: readonly string[]) {
    super(`[imgcls/transfer] ${object}: ${problems.join("; ")}.`);
    this.problems = problems;
  }
}
