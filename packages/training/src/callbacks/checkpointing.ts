import type { Callback } from "../callback.js";
import type { Checkpoint } from "../checkpoint.js";

export interface CheckpointingOptions {
  readonly save: (checkpoint: Checkpoint) => void | Promise<void>;
  /** Default 1. */
  readonly everyEpochs?: number;
}

/** Hands over a checkpoint at the end of epochs. Put it last in the list of callbacks. */
export const checkpointing = ({ save, everyEpochs = 1 }: CheckpointingOptions): Callback => ({
  name: "checkpointing",
  async onEpochEnd({ epoch }, run) {
    if (epoch % everyEpochs === 0) await save(await run.checkpoint());
  },
});
