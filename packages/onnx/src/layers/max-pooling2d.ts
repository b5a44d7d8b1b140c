import { requireMaps } from "./feature.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { pooledMaps, unsupportedPooling } from "./pooling-options.js";

/** The largest element of each window: any size and stride, "valid" and "same". */
export const maxPooling2d: LayerCompiler = {
  unsupported: unsupportedPooling,

  compile(step, [input], { lowering }) {
    const maps = requireMaps(input);
    const { window, outputOf } = pooledMaps(step, maps);
    const y = lowering.maxPool(maps.value, window);
    return {
      output: outputOf(y),
      backward: (dOutput) => ({
        inputs: [() => lowering.maxPoolGradient(maps.value, y, dOutput, window)],
      }),
    };
  },
};
