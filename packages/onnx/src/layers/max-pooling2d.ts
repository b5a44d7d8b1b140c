import { type LayerCompiler, requireMaps } from "./layer-compiler.js";
import { pairOf, unsupportedDataFormat, unsupportedPadding, windowOf } from "./layer-options.js";

/** The largest element of each window: any size and stride, "valid" and "same". */
export const maxPooling2d: LayerCompiler = {
  unsupported: (step) => [...unsupportedDataFormat(step), ...unsupportedPadding(step)],

  compile({ config }, input, { lowering }) {
    const { value: maps, extent: inputExtent } = requireMaps(input);
    const size = pairOf(config.poolSize);
    const window = windowOf(config, inputExtent, { size, strides: pairOf(config.strides ?? size) });
    const value = lowering.maxPool(maps, window);
    const extent = { ...inputExtent, height: window[0].output, width: window[1].output };
    return {
      output: { kind: "maps", value, extent },
      backward: (dOutput, needs) =>
        needs.input ? { input: lowering.maxPoolGradient(maps, value, dOutput, window) } : {},
    };
  },
};
