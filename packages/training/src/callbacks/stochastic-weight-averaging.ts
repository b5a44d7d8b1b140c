import { count, type Options, option } from "@imgcls/checks";
import { type Callback, statefulCallback } from "../callback.js";
import type { WeightMap } from "../model-weights.js";
import { completeOptions } from "./complete-options.js";

export interface StochasticWeightAveragingOptions {
  /** The first epoch, from 1, whose weights are averaged: often after three quarters of all epochs. */
  readonly startEpoch: number;
  /** From then on, each so-many-th epoch. Default 1. */
  readonly everyEpochs?: number;
}

export const STOCHASTIC_WEIGHT_AVERAGING: Options<StochasticWeightAveragingOptions> = {
  startEpoch: option(count, {
    required: true,
    about: "the first epoch, from 1, whose weights are averaged: often after three quarters of all epochs",
  }),
  everyEpochs: option(count, { default: 1, about: "from then on, each so-many-th epoch" }),
};

/**
 * The mean of the weights at the end of epochs (Izmailov et al., 2018, "Averaging Weights Leads to Wider Optima and Better
 * Generalization"), as PyTorch's `AveragedModel`. From the first mean on it is validated, kept as the best and saved, and it
 * is the model's in the end; the training goes on with its own weights. A learning rate that stays high suits it.
 *
 * Batch normalization's moving means and variances are averaged as the weights are, as with PyTorch's
 * `use_buffers=True`. They are not measured anew for the mean weights, which PyTorch's `update_bn` does by one more pass over the
 * training images.
 *
 * @throws TrainingOptionsError with every option that is unknown, wrong or missing
 */
export function stochasticWeightAveraging(options: StochasticWeightAveragingOptions): Callback {
  const { startEpoch, everyEpochs } = completeOptions(
    "stochasticWeightAveraging",
    options,
    STOCHASTIC_WEIGHT_AVERAGING,
  );

  return statefulCallback({
    name: "stochasticWeightAveraging",
    createState: () => ({ mean: null as WeightMap | null, models: 0 }),

    onTrainBegin(_, { weights }, state) {
      weights.judge(async () => state.mean ?? undefined);
    },

    // After an epoch's last batch and not at its end, which is after validation.
    async onBatchEnd({ epoch, batch }, { batchesPerEpoch, weights }, state) {
      const isDue = epoch >= startEpoch && (epoch - startEpoch) % everyEpochs === 0;
      if (batch !== batchesPerEpoch || !isDue) return;
      state.models += 1;
      state.mean = nextMean(state.mean, await weights.current(), state.models);
    },
  });
}

/** `mean + (w − mean) / n`, of n models with this one. */
const nextMean = (mean: WeightMap | null, current: WeightMap, models: number): WeightMap =>
  new Map(
    [...current].map(([name, values]) => {
      const before = mean?.get(name);
      return [name, before ? before.map((value, i) => value + (values[i]! - value) / models) : values];
    }),
  );
