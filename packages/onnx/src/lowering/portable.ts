import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { reshape, transpose } from "../graph/ops/movement.js";
import { sum } from "../graph/ops/reduce.js";
import { conv, globalAveragePool, maxPool } from "../graph/ops/window.js";
import { sameLayout, transposedLayout } from "../layout.js";
import type { Lowering } from "./lowering.js";
import { convInputGradient, convKernelGradient } from "./portable-conv.js";
import { maxPoolGradient } from "./portable-max-pool.js";

/**
 * Maps as `[batch, channels, height, width]` and ordinary operators only, so that every ONNX runtime and
 * execution provider can run the graph.
 */
export const portable: Lowering = {
  name: "portable",

  enter(images) {
    const [batch, height, width, channels] = images.shape as [number, number, number, number];
    // With one channel both orders are the same in memory.
    return channels === 1 ? reshape(images, [batch, 1, height, width]) : transpose(images, [0, 3, 1, 2]);
  },
  leave: (maps) => transpose(maps, [0, 2, 3, 1]),
  channelAxis: 1,
  perChannel: (maps, numbers) => maps.graph.constant(Float32Array.from(numbers), [1, numbers.length, 1, 1]),

  flatten: (maps, { height, width, channels }) => reshape(maps, [batchOf(maps), channels * height * width]),
  unflatten: (rows, { height, width, channels }) => reshape(rows, [batchOf(rows), channels, height, width]),

  kernelLayout: (modelShape) => transposedLayout(modelShape, [3, 2, 0, 1]),
  flattenedLayout({ height, width, channels }, units) {
    const rows = transposedLayout([height, width, channels, units], [2, 0, 1, 3]);
    return { ...rows, shape: [height * width * channels, units], axisInGraph: (axis) => axis };
  },
  channelLayout: (channels) => sameLayout([channels]),

  conv,
  convInputGradient,
  convKernelGradient,
  biasGradient(dOutput) {
    const [, , height, width] = dOutput.shape as [number, number, number, number];
    // The mean of a map has a much faster kernel than a sum over axes that are no neighbours.
    return mul(sum(globalAveragePool(dOutput), [0, 2, 3]), height * width);
  },

  maxPool,
  maxPoolGradient,
};

const batchOf = (value: Value): number => value.shape[0]!;
