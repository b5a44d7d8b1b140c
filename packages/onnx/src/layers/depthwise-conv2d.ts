import { compileConvolution, unsupportedConvolution } from "./conv2d.js";
import type { LayerCompiler } from "./layer-compiler.js";

/**
 * Every channel has `depthMultiplier` filters of its own: a convolution with as many groups as channels, whose
 * kernel TensorFlow.js writes as `[height, width, channels, multiplier]`.
 */
export const depthwiseConv2d: LayerCompiler = {
  unsupported: (step) => [
    ...unsupportedConvolution(step),
    ...([step.config.dilationRate ?? 1].flat().every((rate) => rate === 1)
      ? []
      : ["dilationRate is not supported, TensorFlow.js ignores it; leave it out"]),
  ],

  compile(step, [input], context) {
    const role = "depthwise_kernel";
    const [, , channels, multiplier] = step.weights.find((weight) => weight.role === role)!.shape as Kernel;
    return compileConvolution(step, input, context, {
      role,
      filters: channels * multiplier,
      groups: channels,
    });
  },
};

type Kernel = readonly [height: number, width: number, channels: number, multiplier: number];
