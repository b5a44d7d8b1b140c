import { type Checks, func, notNegative } from "@imgcls/checks";
import { type Callback, statefulCallback } from "../callback.js";
import { requireOptions } from "../training-plan.js";

export interface LearningRateSchedulerOptions {
  /**
   * The learning rate of an epoch.
   *
   * @param epoch counted from 0, as in Keras
   * @param learningRate the one before
   */
  readonly schedule: (epoch: number, learningRate: number) => number;
}

const CHECKS: Checks<LearningRateSchedulerOptions> = { schedule: func };

/**
 * Sets the learning rate at the beginning of each epoch, as Keras 3's `LearningRateScheduler`; once, also where a
 * training goes on in the middle of an epoch. What can be said as data is better said by fit's `schedule`.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing
 */
export function learningRateScheduler(options: LearningRateSchedulerOptions): Callback {
  requireOptions("learningRateScheduler", options, CHECKS, ["schedule"]);
  return statefulCallback({
    name: "learningRateScheduler",
    createState: () => ({ lastEpoch: 0 }),

    onEpochBegin({ epoch }, run, state) {
      if (epoch === state.lastEpoch) return;
      const rate = options.schedule(epoch - 1, run.learningRate);
      if (!notNegative.accepts(rate)) {
        throw new Error(
          `[imgcls/training] learningRateScheduler: expected schedule(${epoch - 1}, ${run.learningRate}) to give a rate of ${notNegative.expected}, received ${String(rate)}.`,
        );
      }
      run.setLearningRate(rate);
      state.lastEpoch = epoch;
    },
  });
}
