import { concat, slice } from "../graph/ops/movement.js";
import type { Maps } from "./feature.js";
import { compileOnPlain, type LayerCompiler } from "./layer-compiler.js";

/** Joins its inputs along an axis; the channels of feature maps above all. */
export const concatenate: LayerCompiler = {
  unsupported: () => [],

  compile({ config, outputShape }, inputs, { lowering }) {
    const rank = outputShape.length + 1;
    const axis = (Number(config.axis) + rank) % rank;
    if (rank !== 4 || axis !== 3) {
      return compileOnPlain(inputs, lowering, (values) => ({
        y: concat(values, axis),
        backward: (dy) =>
          rangesOf(values.map(({ shape }) => shape[axis]!)).map(
            ({ start, end }) =>
              () =>
                slice(dy, [{ axis, start, end }]),
          ),
      }));
    }
    const parts = inputs as readonly Maps[];
    const ranges = rangesOf(parts.map(({ extent }) => extent.channels));
    const extent = { ...parts[0]!.extent, channels: ranges.at(-1)!.end };
    return {
      output: { ...parts[0]!, value: lowering.concatChannels(parts), extent },
      backward: (dOutput) => ({
        inputs: ranges.map(
          ({ start, end }) =>
            () =>
              lowering.sliceChannels({ value: dOutput, extent }, start, end),
        ),
      }),
    };
  },
};

/** Where each of the lengths starts and ends when they follow one another. */
function rangesOf(lengths: readonly number[]): { start: number; end: number }[] {
  let end = 0;
  return lengths.map((length) => {
    end += length;
    return { start: end - length, end };
  });
}
