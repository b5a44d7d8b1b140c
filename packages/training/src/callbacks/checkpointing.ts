import { type Checks, count, func, notNegative } from "@imgcls/checks";
import type { Callback } from "../callback.js";
import type { Checkpoint } from "../checkpoint.js";
import { requireOptions } from "../training-plan.js";

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

const CHECKS: Checks<CheckpointingOptions> = { save: func, everyEpochs: count, everySeconds: notNegative };

/**
 * Hands over a checkpoint at the end of epochs, and by time.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing
 */
export function checkpointing(options: CheckpointingOptions): Callback {
  requireOptions("checkpointing", options, CHECKS, ["save"]);
  const { save, everyEpochs = 1, everySeconds = Number.POSITIVE_INFINITY } = options;
  let last = 0;
  let saving: Promise<void> | undefined;
  let failure: { readonly reason: unknown } | undefined;

  async function start(checkpoint: Checkpoint | Promise<Checkpoint>): Promise<void> {
    last = performance.now();
    try {
      const taken = await checkpoint;
      // Whoever ends a training within an epoch has reasons against these weights, and gets them in fit's result.
      if (taken.stopped === undefined || taken.batchInEpoch === 0) await save(taken);
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
    onBatchEnd(_, run) {
      throwFailure();
      if (saving || performance.now() - last < everySeconds * 1000) return;
      run.requestSnapshot((read) => {
        saving = start(read());
      });
    },
    async onEpochEnd({ epoch }, run) {
      await finish();
      if (epoch % everyEpochs !== 0) return;
      run.requestCheckpoint(async (checkpoint) => {
        await start(checkpoint);
        throwFailure();
      });
    },
    onTrainEnd: finish,
  };
}
