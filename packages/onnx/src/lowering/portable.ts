import type { Value } from "../graph/graph.js";
import { add, mul } from "../graph/ops/elementwise.js";
import { concat, pad, reshape, slice, transpose } from "../graph/ops/movement.js";
import { sum } from "../graph/ops/reduce.js";
import { globalAveragePool, maxPool, scaleAndShift } from "../graph/ops/window.js";
import { sameLayout, transposedLayout } from "../layout.js";
import type { Lowering } from "./lowering.js";
import { type PooledConvParts, pooledConvolution } from "./pooled-conv.js";
import { averagePool, averagePoolGradient } from "./portable-average-pool.js";
import { conv, convInputGradient, convKernelGradient } from "./portable-conv.js";
import { maxPoolGradient } from "./portable-max-pool.js";
import { interleave, spread } from "./portable-window.js";

/** `[1, channels, 1, 1]` as a vector `[channels]`. */
const listOf = (vector: Value): Value => reshape(vector, [vector.shape[1]!]);

const convolutions = {
  conv,
  convInputGradient,
  convKernelGradient,
  biasGradient: (dOutput: Value) => listOf(channelSum(dOutput)),
  maxPool,
  maxPoolGradient,
};

/** Maps with at most this many channels are images. Cutting parts out of them is cheap. */
const IMAGE_CHANNELS = 4;

export const pooledConvParts: PooledConvParts = {
  ...convolutions,
  isCheapToCut: (maps) => maps.shape[1]! <= IMAGE_CHANNELS,
  interleave,
};

/**
 * Stores maps as `[batch, channels, height, width]` and uses standard ONNX operators only, so that every ONNX runtime
 * and execution provider can run the graph. Layers that only this lowering compiles may rely on that layout.
 */
export const portable: Lowering = {
  name: "portable",
  compiles: () => true,

  enter(images) {
    const [batch, height, width, channels] = images.shape as [number, number, number, number];
    const shape = [batch, channels, height, width];
    return isSameInMemory(height, width, channels) ? reshape(images, shape) : transpose(images, [0, 3, 1, 2]);
  },
  leave(maps, { height, width, channels }) {
    const shape = [batchOf(maps), height, width, channels];
    return isSameInMemory(height, width, channels) ? reshape(maps, shape) : transpose(maps, [0, 2, 3, 1]);
  },
  perChannel: (maps, numbers) => maps.graph.constant(Float32Array.from(numbers), [1, numbers.length, 1, 1]),

  flatten: (maps, { height, width, channels }) => reshape(maps, [batchOf(maps), channels * height * width]),
  unflatten: (rows, { height, width, channels }) => reshape(rows, [batchOf(rows), channels, height, width]),

  kernelLayout: (modelShape) => transposedLayout(modelShape, [3, 2, 0, 1]),
  flattenedLayout({ height, width, channels }, units) {
    const rows = transposedLayout([height, width, channels, units], [2, 0, 1, 3]);
    return { ...rows, shape: [height * width * channels, units], axesInGraph: (axis) => [axis] };
  },
  channelLayout: (channels) => sameLayout([channels]),
  mapsLayout(modelShape) {
    const missing = 4 - modelShape.length;
    const layout = transposedLayout([...Array(missing).fill(1), ...modelShape], [0, 3, 1, 2]);
    return { ...layout, axesInGraph: (axis) => layout.axesInGraph(axis + missing) };
  },

  formula: (maps, compute) => compute(...maps),
  affine(maps, scale, shift, others) {
    const result = shift ? scaleAndShift(maps, listOf(scale), listOf(shift)) : mul(maps, scale);
    return others ? add(result, others) : result;
  },
  channelSum,
  channelDot,

  ...convolutions,
  averagePool,
  averagePoolGradient,

  pooledConv: pooledConvolution(pooledConvParts),

  concatChannels: (parts) =>
    concat(
      parts.map(({ value }) => value),
      1,
    ),
  sliceChannels: ({ value }, start, end) => slice(value, [{ axis: 1, start, end }]),
  pad: (maps, { top, bottom, left, right }) =>
    pad(maps, [0, 0, top, left], [0, 0, bottom, right], ALMOST_ZERO),
  crop: (maps, { top, bottom, left, right }) =>
    slice(maps, [
      { axis: 2, start: top, end: maps.shape[2]! - bottom },
      { axis: 3, start: left, end: maps.shape[3]! - right },
    ]),
  upsample: spread,
};

/**
 * Stands for zero in padding. onnxruntime 1.30 merges a Pad with zeros into a MaxPool that follows it, which pads
 * with −∞ instead; it leaves a Pad with any other number as it is. This number is too small to change a sum, and
 * large enough that its products with weights are not denormal numbers, which are slow.
 */
const ALMOST_ZERO = 1e-30;

/**
 * `[1, c, 1, 1]`: mean of each map · height · width, summed over the images. The runtime computes means of maps much
 * faster than a sum over the axes 0, 2 and 3, which are not contiguous.
 */
function channelSum(maps: Value): Value {
  const [, , height, width] = maps.shape as [number, number, number, number];
  return mul(sum(globalAveragePool(maps), [0], true), height * width);
}

function channelDot(a: Value, b: Value): Value {
  return channelSum(mul(a, b));
}

const batchOf = (value: Value): number => value.shape[0]!;

/** With one channel or one position, `[n, h, w, c]` and `[n, c, h, w]` are the same in memory. */
const isSameInMemory = (height: number, width: number, channels: number): boolean =>
  channels === 1 || height * width === 1;
