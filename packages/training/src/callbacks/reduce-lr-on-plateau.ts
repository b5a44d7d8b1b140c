import { type Check, type Checks, notNegative } from "@imgcls/checks";
import { type Callback, statefulCallback } from "../callback.js";
import { requireOptions } from "../training-plan.js";
import { epochs, MONITOR_CHECKS, Monitor, type MonitorOptions } from "./monitor.js";

/** `minDelta` is 0.0001 by default. */
export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the rate is multiplied by. Default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement after which the rate falls. Default 10. */
  readonly patience?: number;
  /** Epochs after a fall that do not count. Default 0. */
  readonly cooldown?: number;
  /** The rate does not fall below it. Default 0. */
  readonly minLr?: number;
}

const factor: Check = {
  expected: "above 0 and below 1",
  accepts: (value) => Number.isFinite(value) && Number(value) > 0 && Number(value) < 1,
};

export const REDUCE_LR_ON_PLATEAU: Checks<ReduceLROnPlateauOptions> = {
  ...MONITOR_CHECKS,
  factor,
  patience: epochs,
  cooldown: epochs,
  minLr: notNegative,
};

/**
 * Lowers the learning rate when a metric no longer improves, as Keras 3's `ReduceLROnPlateau`. Beside a schedule it lowers
 * the scheduled rate of all later steps by the same factor.
 *
 * @throws TrainingOptionsError with every option that is unknown or wrong
 */
export function reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): Callback {
  requireOptions("reduceLROnPlateau", options, REDUCE_LR_ON_PLATEAU);
  const { factor = 0.1, patience = 10, cooldown = 0, minLr = 0, minDelta = 1e-4 } = options;
  const monitor = new Monitor("reduceLROnPlateau", { ...options, minDelta });

  return statefulCallback({
    name: "reduceLROnPlateau",
    createState: () => ({ best: null as number | null, wait: 0, cooldown: 0 }),

    onTrainBegin(_, { metrics }) {
      monitor.begin(metrics);
    },

    onEpochEnd({ row }, run, state) {
      const current = row[monitor.metric];
      if (current === undefined) return;
      if (state.cooldown > 0) {
        state.cooldown -= 1;
        state.wait = 0;
      }
      if (monitor.isBetter(current, state.best)) {
        state.best = current;
        state.wait = 0;
        return;
      }
      if (state.cooldown > 0) return;
      state.wait += 1;
      if (state.wait < patience || run.learningRate <= minLr) return;
      run.setLearningRate(Math.max(run.learningRate * factor, minLr));
      state.cooldown = cooldown;
      state.wait = 0;
    },
  });
}
