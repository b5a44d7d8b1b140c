import type { OptimizerConfig } from "@imgcls/onnx";

/**
 * Time decay as Keras's optimizers had it: `lr = lr₀ / (1 + decay · updates)`. Updates are counted from 0 over all
 * epochs; with gradient accumulation there is one every few steps.
 */
export const learningRateAt = (
  { learningRate, decay = 0, gradientAccumulationSteps = 1 }: OptimizerConfig,
  step: number,
): number => learningRate / (1 + decay * Math.floor(step / gradientAccumulationSteps));
