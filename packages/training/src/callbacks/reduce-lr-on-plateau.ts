import { type Check, notNegative, type Options, option, within } from "@imgcls/checks";
import { type Callback, statefulCallback } from "../callback.js";
import { completeOptions } from "./complete-options.js";
import { epochs, MONITOR, Monitor, type MonitorOptions, minDelta } from "./monitor.js";

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

const properShare: Check = {
  ...within(0, 1),
  expected: "above 0 and below 1",
  accepts: (value) => Number.isFinite(value) && Number(value) > 0 && Number(value) < 1,
};

export const REDUCE_LR_ON_PLATEAU: Options<ReduceLROnPlateauOptions> = {
  ...MONITOR,
  minDelta: minDelta(1e-4),
  factor: option(properShare, { default: 0.1, about: "what the rate is multiplied by" }),
  patience: option(epochs, { default: 10, about: "epochs without improvement after which the rate falls" }),
  cooldown: option(epochs, { default: 0, about: "epochs after a fall that do not count" }),
  minLr: option(notNegative, { default: 0, about: "the rate does not fall below it" }),
};

/**
 * Lowers the learning rate when a metric no longer improves, as Keras 3's `ReduceLROnPlateau`. Beside a schedule it lowers
 * the scheduled rate of all later steps by the same factor.
 *
 * @throws TrainingOptionsError with every option that is unknown or wrong
 */
export function reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): Callback {
  const complete = completeOptions("reduceLROnPlateau", options, REDUCE_LR_ON_PLATEAU);
  const { factor, patience, cooldown, minLr } = complete;
  const monitor = new Monitor("reduceLROnPlateau", complete);

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
