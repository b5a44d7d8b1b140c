/** A training cannot go on. */
export class ResumeError extends Error {
  override readonly name = "ResumeError";

  constructor(
    readonly place: string,
    readonly problem: string,
  ) {
    super(`[imgcls/runs] cannot resume in ${place}: ${problem}`);
  }
}
