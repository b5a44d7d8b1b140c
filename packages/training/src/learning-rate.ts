import { withDefaults } from "@imgcls/checks";
import { type OptimizerConfig, optimizerOptions } from "@imgcls/onnx";

type Pace = Required<Pick<OptimizerConfig, "decay" | "gradientAccumulationSteps">>;

/** They are the same in every optimizer, and asked for in every step. */
const DEFAULTS = /* @__PURE__ */ withDefaults<Pace>({}, /* @__PURE__ */ optimizerOptions("sgd"));

/**
 * Time decay as Keras's optimizers had it: `lr = lr₀ / (1 + decay · updates)`. Updates are counted from 0 over all
 * epochs; with gradient accumulation there is one every few steps.
 */
export function learningRateAt(optimizer: OptimizerConfig, step: number): number {
  const { learningRate, decay = DEFAULTS.decay } = optimizer;
  return learningRate / (1 + decay * updatesBefore(optimizer, step));
}

/** Whether weights change in the step: with gradient accumulation they do every few steps. */
export const isUpdate = (optimizer: OptimizerConfig, step: number): boolean =>
  updatesBefore(optimizer, step + 1) > updatesBefore(optimizer, step);

/** How often weights have changed when the step begins. */
export const updatesBefore = (
  { gradientAccumulationSteps = DEFAULTS.gradientAccumulationSteps }: OptimizerConfig,
  step: number,
): number => Math.floor(step / gradientAccumulationSteps);
