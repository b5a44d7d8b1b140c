import { flag, notNegatives, type Options, option, share } from "@imgcls/checks";
import type { Value } from "../graph/graph.js";
import { add, mul } from "../graph/ops/elementwise.js";

/** A loss with its gradient. */
export interface CompiledLoss {
  /** float32 `[batch]`, L of each sample. */
  readonly ofSamples: Value;
  /** dL/doutput, `[batch, classes]`, every row of its own sample's L. */
  backward(): Value;
}

/** Takes the model's output and the targets, both float32 `[batch, classes]`. The targets of a sample sum to one. */
export type LossCompiler = (output: Value, targets: Value) => CompiledLoss;

/** With the default of every option that a loss computes with. */
export type Complete<Config> = Config & Required<Omit<Config, "type" | "classWeights">>;

export interface LossDefinition<Config> {
  readonly options: Options<Omit<Config, "type">>;
  /** The activation at the end of a model that is fused with the loss: both together are stable for any logits. */
  readonly fusedActivation?: "softmax" | "sigmoid";
  compile(config: Complete<Config>): LossCompiler;
}

export const CLASS_WEIGHTS = option<readonly number[]>(notNegatives, {
  about: "a factor for the loss of each class in training",
});

/** @param activation that the outputs have unless they are logits */
export const classificationOptions = (activation: "softmax" | "sigmoid") => ({
  fromLogits: option(flag, { default: false, about: `the model's output has no ${activation}` }),
  labelSmoothing: option(share, {
    default: 0,
    about: "share of each label that is dealt out to all classes",
  }),
  classWeights: CLASS_WEIGHTS,
});

/** `t (1 − s) + s / shares` */
export const smoothed = (targets: Value, smoothing: number, shares: number): Value =>
  smoothing === 0 ? targets : add(mul(targets, 1 - smoothing), smoothing / shares);
