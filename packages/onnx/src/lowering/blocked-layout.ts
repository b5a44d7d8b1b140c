import { sizeOf } from "../graph/shapes.js";
import { sameLayout, transposeArray } from "../layout.js";
import { type BlockRule, roundUp } from "./blocked-maps.js";
import type { GraphLayout, Lowering } from "./lowering.js";
import { portable } from "./portable.js";

type Layouts = Pick<Lowering, "kernelLayout" | "flattenedLayout" | "channelLayout" | "mapsLayout">;

/** How the blocked lowering stores weights: with channels in blocks, as in the maps that they are combined with. */
export function blockedLayouts({ block, isPlain }: BlockRule): Layouts {
  const listLayout = (channels: number): GraphLayout => ({
    ...blockedLayout({ modelShape: [channels], blockedAxes: [0], block, order: [0, 1] }),
    shape: [roundUp(channels, block)],
    axesInGraph: (axis) => [axis],
  });

  return {
    // See blocked-kernel.ts for the shapes.
    kernelLayout(modelShape, groups = 1) {
      const [, , channels, filters] = modelShape as [number, number, number, number];
      const [isFromPlain, isToPlain] = [isPlain(channels * groups), isPlain(filters)];
      if (isFromPlain && isToPlain) return portable.kernelLayout(modelShape, groups);
      if (isFromPlain || groups !== 1) {
        return blockedLayout({ modelShape, blockedAxes: [3], block, order: [3, 2, 0, 1, 4] });
      }
      if (!isToPlain) {
        return blockedLayout({ modelShape, blockedAxes: [2, 3], block, order: [4, 2, 0, 1, 3, 5] });
      }
      const oneBlock = blockedLayout({ modelShape, blockedAxes: [2], block, order: [2, 0, 1, 3, 4] });
      return {
        ...oneBlock,
        shape: [1, ...oneBlock.shape],
        axesInGraph: (axis) => oneBlock.axesInGraph(axis).map((graphAxis) => graphAxis + 1),
      };
    },
    flattenedLayout(extent, units) {
      const { height, width, channels } = extent;
      if (isPlain(channels)) return portable.flattenedLayout(extent, units);
      const modelShape = [height, width, channels, units];
      return {
        ...blockedLayout({ modelShape, blockedAxes: [2], block, order: [2, 0, 1, 3, 4] }),
        shape: [height * width * roundUp(channels, block), units],
        axesInGraph: (axis) => [axis],
      };
    },
    channelLayout: (channels) => (isPlain(channels) ? sameLayout([channels]) : listLayout(channels)),
    mapsLayout(modelShape) {
      const channels = modelShape.at(-1)!;
      if (isPlain(channels)) return portable.mapsLayout(modelShape);
      return { ...listLayout(channels), shape: [1, roundUp(channels, block), 1, 1], axesInGraph: () => [1] };
    },
  };
}

interface BlockedLayoutOptions {
  readonly modelShape: readonly number[];
  /**
   * Axes of the model's weight that are filled up with zeros to whole blocks, then split in two: block, index in the
   * block.
   */
  readonly blockedAxes: readonly number[];
  readonly block: number;
  /** The axes after the split, in the order in which the graph stores them. */
  readonly order: readonly number[];
}

/**
 * A weight with some axes in blocks. Axis `i` of the graph's tensor is axis `order[i]` after the split. For `[channels,
 * units]` = [20, 5], the blocked axis 0, blocks of 8 and the order [0, 2, 1]:
 *
 *     [20, 5]  fill up →  [24, 5]  split →  [3, 8, 5]  reorder →  [3, 5, 8]
 */
function blockedLayout({ modelShape, blockedAxes, block, order }: BlockedLayoutOptions): GraphLayout {
  const isBlocked = (axis: number) => blockedAxes.includes(axis);
  const padded = modelShape.map((extent, axis) => (isBlocked(axis) ? roundUp(extent, block) : extent));
  const splitAxes = padded.flatMap((extent, axis) =>
    isBlocked(axis)
      ? [
          { axis, extent: extent / block },
          { axis, extent: block },
        ]
      : [{ axis, extent }],
  );
  const split = splitAxes.map(({ extent }) => extent);
  const shape = order.map((axis) => split[axis]!);
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return {
    shape,
    pack: (values) => transposeArray(resized(values, modelShape, padded), split, order),
    unpack: (values) => resized(transposeArray(values, shape, inverse), padded, modelShape),
    axesInGraph: (modelAxis) =>
      order.flatMap((axis, position) => (splitAxes[axis]!.axis === modelAxis ? [position] : [])),
  };
}

/**
 * Changes the lengths of the axes; each number keeps its indices. Longer axes end in zeros, shorter ones lose their
 * end.
 */
function resized(values: Float32Array, from: readonly number[], to: readonly number[]): Float32Array {
  if (sizeOf(from) === sizeOf(to)) return values;
  const result = new Float32Array(sizeOf(to));
  const copy = (axis: number, source: number, target: number): void => {
    const sourceStep = sizeOf(from.slice(axis + 1));
    const targetStep = sizeOf(to.slice(axis + 1));
    const count = Math.min(from[axis]!, to[axis]!);
    if (axis === from.length - 1) {
      result.set(values.subarray(source, source + count), target);
      return;
    }
    for (let i = 0; i < count; i++) copy(axis + 1, source + i * sourceStep, target + i * targetStep);
  };
  copy(0, 0, 0);
  return result;
}
