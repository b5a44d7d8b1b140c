import type { Checks } from "@imgcls/checks";
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

export interface LossDefinition<Config> {
  readonly options: Checks<Omit<Config, "type">>;
  /** The activation at the end of a model that is fused with the loss: both together are stable for any logits. */
  readonly fusedActivation?: "softmax" | "sigmoid";
  compile(config: Config): LossCompiler;
}

/** `t (1 − s) + s / shares` */
export const smoothed = (targets: Value, smoothing: number, shares: number): Value =>
  smoothing === 0 ? targets : add(mul(targets, 1 - smoothing), smoothing / shares);
