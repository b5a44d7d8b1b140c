import type { Callback } from "../callback.js";
import type { Checkpoint } from "../checkpoint.js";

export interface CheckpointingOptions {
  /** One call at a time. What it throws ends the training. */
  readonly save: (checkpoint: Checkpoint) => void | Promise<void>;
  /** The training waits for these. Default 1. */
  readonly everyEpochs?: number;
  /**
   * Between the ends of epochs too, when the last checkpoint was taken so long ago: the training goes on while it is
   * saved. Such a checkpoint has a `batchInEpoch` above 0. Default: never.
   */
  readonly everySeconds?: number;
}

/** Hands over a checkpoint at the end of epochs, and by time. Put it last in the list of callbacks. */
export function checkpointing({
  save,
  everyEpochs = 1,
  everySeconds = Number.POSITIVE_INFINITY,
}: CheckpointingOptions): Callback {
  let last = 0;
  let saving: Promise<void> | undefined;
  let failure: { readonly reason: unknown } | undefined;

  async function start(checkpoint: Checkpoint): Promise<void> {
    last = performance.now();
    try {
      await save(checkpoint);
    } catch (reason) {
      failure = { reason };
    }
    saving = undefined;
  }

  const throwFailure = (): void => {
    if (failure) throw failure.reason;
  };
  const finish = async (): Promise<void> => {
    await saving;
    throwFailure();
  };

  return {
    name: "checkpointing",
    onTrainBegin() {
      last = performance.now();
      failure = undefined;
    },
    async onBatchEnd(_, run) {
      throwFailure();
      if (saving || performance.now() - last < everySeconds * 1000) return;
      const checkpoint = await run.checkpoint();
      // Whoever ends a training here has reasons against these weights, and gets them in fit's result.
      if (checkpoint.stopped === undefined) saving = start(checkpoint);
    },
    async onEpochEnd({ epoch }, run) {
      await finish();
      if (epoch % everyEpochs !== 0) return;
      await start(await run.checkpoint());
      throwFailure();
    },
    onTrainEnd: finish,
  };
}
