import { type Check, type Checks, flag, oneOf } from "@imgcls/checks";
import { ABORTED, type Callback } from "../callback.js";
import { BETTER, type Metric } from "../history.js";
import type { WeightMap } from "../model-weights.js";
import { requireOptions } from "../training-plan.js";

export interface EarlyStoppingOptions {
  /** Default "val_loss". */
  readonly monitor?: Metric;
  /** Whether lower or higher is better. Default "auto": what the metric itself says. */
  readonly mode?: "auto" | "min" | "max";
  /** How many epochs without improvement are accepted. Default 0. */
  readonly patience?: number;
  /** A smaller change is no improvement. Default 0. */
  readonly minDelta?: number;
  /** Epochs that do not reach this value count as without improvement. Default: none. */
  readonly baseline?: number;
  /** Put the weights of the best epoch back at the end. Default false. */
  readonly restoreBestWeights?: boolean;
  /** Epochs before this one, counted from 0 as in Keras, are not judged. Default 0. */
  readonly startFromEpoch?: number;
}

const epochs: Check = {
  expected: "a number of epochs, 0 or more",
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};
const number: Check = { expected: "a number", accepts: Number.isFinite };
const CHECKS: Checks<EarlyStoppingOptions> = {
  monitor: oneOf(...Object.keys(BETTER)),
  mode: oneOf("auto", "min", "max"),
  patience: epochs,
  minDelta: number,
  baseline: number,
  restoreBestWeights: flag,
  startFromEpoch: epochs,
};

/**
 * Ends the training when a metric no longer improves, with the semantics of Keras 3: an improvement is strict,
 * the first epoch never stops, and the best weights are restored at the end of any training that was not
 * aborted, also of one that ran to its last epoch. Every training begins anew, so one may serve several folds.
 *
 * @throws TrainingOptionsError with every option that is unknown or wrong
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  requireOptions("earlyStopping", options, CHECKS);
  const { monitor = "val_loss", mode = "auto", patience = 0, minDelta = 0 } = options;
  const { baseline, restoreBestWeights = false, startFromEpoch = 0 } = options;
  const direction = mode === "auto" ? BETTER[monitor] : mode === "min" ? "lower" : "higher";
  const isBetter = (value: number, than: number | undefined): boolean => {
    if (than === undefined) return true;
    return direction === "lower" ? value + Math.abs(minDelta) < than : value - Math.abs(minDelta) > than;
  };

  let best: number | undefined;
  let bestEpoch = 0;
  let wait = 0;
  let bestWeights: WeightMap | undefined;

  return {
    name: "earlyStopping",

    onTrainBegin(_, { metrics }) {
      best = undefined;
      bestEpoch = 0;
      wait = 0;
      bestWeights = undefined;
      if (metrics.includes(monitor)) return;
      throw new Error(
        `[imgcls/training] earlyStopping: expected monitor to be one of ${metrics.join(", ")}, ` +
          `received "${monitor}". Give fit validation data, or monitor another metric.`,
      );
    },

    async onEpochEnd({ epoch, row }, run) {
      const current = row[monitor];
      if (current === undefined || epoch - 1 < startFromEpoch) return;
      if (restoreBestWeights && bestWeights === undefined) {
        bestWeights = await run.weights.snapshot();
        bestEpoch = epoch;
      }
      wait += 1;
      if (isBetter(current, best)) {
        best = current;
        bestEpoch = epoch;
        if (restoreBestWeights) bestWeights = await run.weights.snapshot();
        if (baseline === undefined || isBetter(current, baseline)) wait = 0;
        return;
      }
      if (wait >= patience && epoch > 1) {
        run.stop(`early stopping: ${monitor} has not improved since epoch ${bestEpoch}`);
      }
    },

    async onTrainEnd({ stopped }, run) {
      if (stopped !== ABORTED && bestWeights) await run.weights.restore(bestWeights);
    },

    saveState: () => ({
      values: { best: best ?? null, bestEpoch, wait },
      ...(bestWeights && { weights: bestWeights }),
    }),

    loadState({ values, weights }) {
      best = values.best === null ? undefined : Number(values.best);
      bestEpoch = Number(values.bestEpoch);
      wait = Number(values.wait);
      bestWeights = weights;
    },
  };
}
