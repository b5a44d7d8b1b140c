/** What is to be looked at is not there, or not of this kind. `problems` lists all of what is wrong. */
export class InspectionError extends Error {
  override readonly name = "InspectionError";

  constructor(readonly problems: readonly string[]) {
    super(`[imgcls/runs] inspect: ${problems.join("; ")}.`);
  }
}
