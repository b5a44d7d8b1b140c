import { formatBytes } from "./memory-need.js";

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

const WORK = {
  training: "A training step on",
  predicting: "Predicting",
  inspecting: "Looking inside the model with",
};

/**
 * So many images at once would take more memory than there is: refused before the process would be killed. `largestBatch` is
 * the most that fit, 0 where not even one does.
 */
export class NotEnoughMemoryError extends Error {
  override readonly name = "NotEnoughMemoryError";

  constructor(
    readonly work: keyof typeof WORK,
    readonly batchSize: number,
    /** Bytes, estimated. */
    readonly needed: number,
    /** Bytes. */
    readonly available: number,
    readonly largestBatch: number,
  ) {
    const images = batchSize === 1 ? "1 image" : `${batchSize} images`;
    const advice =
      largestBatch === 0
        ? "Not even one image fits: use smaller images or a smaller model"
        : `Use a batch size of at most ${largestBatch}, smaller images or a smaller model`;
    super(
      `[imgcls/training] ${WORK[work]} ${images} takes about ${formatBytes(needed)} of memory, but ${formatBytes(available)} are available. ${advice}.`,
    );
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
