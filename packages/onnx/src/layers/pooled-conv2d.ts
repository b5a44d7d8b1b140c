import type { LayerStep } from "../walk-model.js";
import { convolutionOf, unsupportedConvolution } from "./conv2d.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { pooledMaps } from "./pooling-options.js";

/**
 * `y = maxPool(conv(x, kernel) + bias)`: a Conv2D without activation and the MaxPooling2D that is the only one
 * to read its result. The compiler joins them to one step, which leaves out what the pooling does not read.
 */
export const pooledConv2d: LayerCompiler = {
  unsupported: unsupportedConvolution,

  compile(step, [input], context) {
    const { lowering } = context;
    const { maps, kernel, bias, window, outputOf } = convolutionOf(step, input, context, {
      role: "kernel",
      filters: step.config.filters as number,
      groups: 1,
    });
    const pooling = { ...step, config: step.config.pooling as LayerStep["config"] };
    const pool = pooledMaps(pooling, outputOf(maps));
    const { value, backward } = lowering.pooledConv(maps, kernel, bias, window, pool.window);
    return {
      output: pool.outputOf(value),
      backward(dOutput) {
        const gradients = backward(dOutput);
        return {
          inputs: [gradients.input],
          weights: { kernel: gradients.kernel, bias: gradients.bias },
        };
      },
    };
  },
};
