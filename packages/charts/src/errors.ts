/** What is to be drawn does not fit together; `problems` lists everything that is wrong, not only the first. */
export class ChartInputError extends Error {
  override readonly name = "ChartInputError";
  readonly problems: readonly string[];

  constructor(object: string, problems: readonly string[]) {
    super(`[imgcls/charts] ${object}: ${problems.join("; ")}.`);
    this.problems = problems;
  }
}

/** @throws ChartInputError with all of them */
export function requireNone(object: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new ChartInputError(object, problems);
}
