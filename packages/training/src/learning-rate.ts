import type { OptimizerConfig } from "@imgcls/onnx";

/** Time decay as Keras's optimizers had it: `lr = lr₀ / (1 + decay · step)`, steps counted from 0 over all epochs. */
export const learningRateAt = ({ learningRate, decay = 0 }: OptimizerConfig, step: number): number =>
  learningRate / (1 + decay * step);
