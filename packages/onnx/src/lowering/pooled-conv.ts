import { once } from "../layers/layer-compiler.js";
import type { Lowering, PooledConv } from "./lowering.js";

type Parts = Pick<
  Lowering,
  "conv" | "convInputGradient" | "convKernelGradient" | "biasGradient" | "maxPool" | "maxPoolGradient"
>;

/** A convolution with a max pooling, one after the other. */
export const composedPooledConv =
  (parts: Parts): Lowering["pooledConv"] =>
  (maps, kernel, bias, window, pool): PooledConv => {
    const convolved = parts.conv(maps, kernel, bias, window);
    const value = parts.maxPool(convolved, pool);
    return {
      value,
      backward(dOutput) {
        const dConvolved = once(() => parts.maxPoolGradient(convolved, value, dOutput, pool));
        return {
          input: () => parts.convInputGradient(dConvolved(), kernel, window),
          kernel: () => parts.convKernelGradient(maps, dConvolved(), window),
          // Every window passes its gradient on to one position.
          bias: () => parts.biasGradient(dOutput),
        };
      },
    };
  };
