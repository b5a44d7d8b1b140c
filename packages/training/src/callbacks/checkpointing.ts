import { type Checks, count, func } from "@imgcls/checks";
import type { Callback } from "../callback.js";
import type { Checkpoint } from "../checkpoint.js";
import { requireOptions } from "../training-plan.js";

export interface CheckpointingOptions {
  readonly save: (checkpoint: Checkpoint) => void | Promise<void>;
  /** Default 1. */
  readonly everyEpochs?: number;
}

const CHECKS: Checks<CheckpointingOptions> = { save: func, everyEpochs: count };

/**
 * Hands over a checkpoint at the end of epochs. Put it last in the list of callbacks.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing
 */
export function checkpointing(options: CheckpointingOptions): Callback {
  requireOptions("checkpointing", options, CHECKS, ["save"]);
  const { save, everyEpochs = 1 } = options;
  return {
    name: "checkpointing",
    async onEpochEnd({ epoch }, run) {
      if (epoch % everyEpochs === 0) await save(await run.checkpoint());
    },
  };
}
