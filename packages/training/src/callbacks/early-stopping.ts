import { finite, flag, type Options, option } from "@imgcls/checks";
import { ABORTED, type Callback, statefulCallback } from "../callback.js";
import type { WeightMap } from "../model-weights.js";
import { completeOptions } from "./complete-options.js";
import { epochs, MONITOR, Monitor, type MonitorOptions } from "./monitor.js";

export interface EarlyStoppingOptions extends MonitorOptions {
  /** How many epochs without improvement are accepted. Default 0. */
  readonly patience?: number;
  /** Epochs that do not reach this value count as without improvement. Default: none. */
  readonly baseline?: number;
  /** Put the weights of the best epoch back at the end. Default false. */
  readonly restoreBestWeights?: boolean;
  /** Epochs before this one, counted from 0 as in Keras, are not judged. Default 0. */
  readonly startFromEpoch?: number;
}

export const EARLY_STOPPING: Options<EarlyStoppingOptions> = {
  ...MONITOR,
  patience: option(epochs, { default: 0, about: "epochs without improvement that are accepted" }),
  baseline: option(finite, { about: "epochs that do not reach this value count as without improvement" }),
  restoreBestWeights: option(flag, {
    default: false,
    about: "puts the weights of the best epoch back at the end",
  }),
  startFromEpoch: option(epochs, {
    default: 0,
    about: "epochs before this one, counted from 0, are not judged",
  }),
};

/**
 * Ends the training when a metric no longer improves, with the semantics of Keras 3: an improvement is strict,
 * the first epoch never stops, and the best weights are restored at the end of any training that was not
 * aborted, also of one that ran to its last epoch. As in Keras, nothing is better than a NaN, so a training whose metric
 * begins with one stops when its patience ends. Every training begins anew, so one may serve several folds.
 *
 * @throws TrainingOptionsError with every option that is unknown or wrong
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  const complete = completeOptions<EarlyStoppingOptions, "baseline">(
    "earlyStopping",
    options,
    EARLY_STOPPING,
  );
  const { patience, baseline, restoreBestWeights, startFromEpoch } = complete;
  const monitor = new Monitor("earlyStopping", complete);

  return statefulCallback({
    name: "earlyStopping",
    createState: () => ({
      best: null as number | null,
      bestEpoch: 0,
      wait: 0,
      bestWeights: null as WeightMap | null,
    }),

    onTrainBegin(_, { metrics }) {
      monitor.begin(metrics);
    },

    async onEpochEnd({ epoch, row }, run, state) {
      const current = row[monitor.metric];
      if (current === undefined || epoch - 1 < startFromEpoch) return;
      if (restoreBestWeights && state.bestWeights === null) {
        state.bestWeights = await run.weights.snapshot();
        state.bestEpoch = epoch;
      }
      state.wait += 1;
      if (monitor.isBetter(current, state.best)) {
        state.best = current;
        state.bestEpoch = epoch;
        if (restoreBestWeights) state.bestWeights = await run.weights.snapshot();
        if (baseline === undefined || monitor.isBetter(current, baseline)) state.wait = 0;
        return;
      }
      if (state.wait >= patience && epoch > 1) {
        run.stop(`early stopping: ${monitor.metric} has not improved since epoch ${state.bestEpoch}`);
      }
    },

    async onTrainEnd({ stopped }, run, { bestWeights }) {
      if (stopped !== ABORTED && bestWeights) await run.weights.restore(bestWeights);
    },
  });
}
