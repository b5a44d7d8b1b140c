export interface EngineRefusal {
  readonly engine: string;
  readonly reason: string;
}

/** No engine of those asked for can be used. `refusals` has the reason of each. */
export class EngineUnavailableError extends Error {
  override readonly name = "EngineUnavailableError";

  constructor(readonly refusals: readonly EngineRefusal[]) {
    super(
      `[imgcls/training] No engine to train or predict with: ${refusals
        .map(({ engine, reason }) => `"${engine}": ${reason}`)
        .join("; ")}.`,
    );
  }
}

/** No engine could train or run the model, whatever it computes with. `problems` lists why. */
export class UnusableModelError extends Error {
  override readonly name = "UnusableModelError";

  constructor(readonly problems: readonly string[]) {
    super(`[imgcls/training] No engine can use this model: ${problems.join("; ")}.`);
  }
}

/** No engine has this name. `suggestion` is the nearest known one. */
export class UnknownEngineError extends Error {
  override readonly name = "UnknownEngineError";

  constructor(
    readonly engine: string,
    readonly known: readonly string[],
    readonly suggestion: string | undefined,
  ) {
    const hint = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
    super(`[imgcls/training] engine: expected one of ${known.join(", ")}, received "${engine}".${hint}`);
  }
}
