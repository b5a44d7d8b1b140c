/** Weights that cannot be had: no such name, of another network, no such file. `problems` lists all of what is wrong. */
export class PretrainedError extends Error {
  override readonly name = "PretrainedError";

  constructor(
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`[imgcls/runs] ${problems.join("; ")}.`, options);
  }
}
