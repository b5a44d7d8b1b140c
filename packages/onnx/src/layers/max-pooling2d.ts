import { type PaddingMode, type Window, windowAxis } from "../graph/shapes.js";
import { unsupportedPadding } from "./conv2d.js";
import { type LayerCompiler, UnsupportedInput } from "./layer-compiler.js";
import { pairOf, unsupportedDataFormat } from "./layer-options.js";

/** The largest element of each window: any size and stride, "valid" and "same". */
export const maxPooling2d: LayerCompiler = {
  unsupported: (step) => [...unsupportedDataFormat(step), ...unsupportedPadding(step)],

  compile({ config }, input, { lowering }) {
    if (input.kind !== "maps") {
      throw new UnsupportedInput("it takes feature maps, [batch, height, width, channels]");
    }
    const size = pairOf(config.poolSize);
    const strides = pairOf(config.strides ?? config.poolSize);
    const axis = (extent: number, i: 0 | 1) =>
      windowAxis(extent, size[i], strides[i], config.padding as PaddingMode);
    const window: Window = [axis(input.extent.height, 0), axis(input.extent.width, 1)];

    const maps = input.value;
    const value = lowering.maxPool(maps, window);
    const extent = { ...input.extent, height: window[0].output, width: window[1].output };
    return {
      output: { kind: "maps", value, extent },
      backward: (dOutput, needs) =>
        needs.input ? { input: lowering.maxPoolGradient(maps, value, dOutput, window) } : {},
    };
  },
};
