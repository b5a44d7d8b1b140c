import { mul } from "../graph/ops/elementwise.js";
import { type Window, windowAxis } from "../graph/shapes.js";
import type { Borders, Lowering } from "../lowering/lowering.js";
import { requireMaps } from "./feature.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { pairOf, unsupportedMaps } from "./layer-options.js";

/** Zeros around each map. Their gradient goes nowhere, so that of the maps is the inner part. */
export const zeroPadding2d = borderLayer("padding", 1, (lowering) => [lowering.pad, lowering.crop]);

/** Maps without their borders, which get no gradient. */
export const cropping2d = borderLayer("cropping", -1, (lowering) => [lowering.crop, lowering.pad]);

type Border = Lowering["pad"];

/** Pads or crops: each is the other's gradient. */
function borderLayer(
  option: "padding" | "cropping",
  sign: 1 | -1,
  operations: (lowering: Lowering) => readonly [forward: Border, backward: Border],
): LayerCompiler {
  return {
    unsupported: unsupportedMaps,
    compile({ config }, [input], { lowering }) {
      const maps = requireMaps(input);
      const [[top, bottom], [left, right]] = config[option] as [[number, number], [number, number]];
      const borders: Borders = { top, bottom, left, right };
      const { height, width, channels } = maps.extent;
      const extent = {
        height: height + sign * (top + bottom),
        width: width + sign * (left + right),
        channels,
      };
      const [forward, backward] = operations(lowering);
      return {
        output: { ...maps, value: forward(maps.value, borders), extent },
        backward: (dOutput) => ({ inputs: [() => backward(dOutput, borders)] }),
      };
    },
  };
}

/** Each element `size[0] · size[1]` times, so its gradient is the sum over them. */
export const upSampling2d: LayerCompiler = {
  unsupported: (step) => [
    ...unsupportedMaps(step),
    ...(step.config.interpolation === "nearest"
      ? []
      : [`interpolation "${String(step.config.interpolation)}" is not supported, use "nearest"`]),
  ],

  compile({ config }, [input], { lowering }) {
    const maps = requireMaps(input);
    const [rows, columns] = pairOf(config.size);
    const { height, width, channels } = maps.extent;
    const extent = { height: height * rows, width: width * columns, channels };
    const tiles: Window = [
      windowAxis(extent.height, rows, rows, "valid"),
      windowAxis(extent.width, columns, columns, "valid"),
    ];
    return {
      output: { ...maps, value: lowering.upsample(maps.value, [rows, columns]), extent },
      backward: (dOutput) => ({
        inputs: [() => mul(lowering.averagePool(dOutput, tiles), rows * columns)],
      }),
    };
  },
};
