import { mul } from "../graph/ops/elementwise.js";
import { requireMaps } from "./feature.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { pooledMaps, unsupportedPooling } from "./pooling-options.js";

/** The mean of each window; padding is left out of it, as in Keras. */
export const averagePooling2d: LayerCompiler = {
  unsupported: unsupportedPooling,

  compile(step, [input], { lowering }) {
    const maps = requireMaps(input);
    const { window, outputOf } = pooledMaps(step, maps);
    return {
      output: outputOf(lowering.averagePool(maps.value, window)),
      backward: (dOutput) => ({ inputs: [() => lowering.averagePoolGradient(dOutput, window)] }),
    };
  },
};

/** The sum of each window: its mean times its size, padding counted as zeros. */
export const sumPooling2d: LayerCompiler = {
  unsupported: unsupportedPooling,

  compile(step, [input], { lowering }) {
    const maps = requireMaps(input);
    const { window, outputOf } = pooledMaps(step, maps);
    const size = window[0].size * window[1].size;
    return {
      output: outputOf(mul(lowering.averagePool(maps.value, window, true), size)),
      backward: (dOutput) => ({
        inputs: [() => lowering.averagePoolGradient(mul(dOutput, size), window, true)],
      }),
    };
  },
};
