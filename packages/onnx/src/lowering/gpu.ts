import type { Value } from "../graph/graph.js";
import { matMul } from "../graph/ops/linear.js";
import { concat, reshape, slice, transpose } from "../graph/ops/movement.js";
import { sum } from "../graph/ops/reduce.js";
import type { Window } from "../graph/shapes.js";
import type { Lowering } from "./lowering.js";
import { pooledConvolution } from "./pooled-conv.js";
import { pooledConvParts, portable } from "./portable.js";
import { paddedFor, convKernelGradient as portableKernelGradient } from "./portable-conv.js";
import { axisTap, windowTaps } from "./portable-window.js";

/**
 * As `portable`, except for dL/dkernel of a convolution, which `portable` computes as one matrix product. Its result
 * has few elements, and each is a sum over all positions of all images. onnxruntime's WebGPU provider gives each
 * element to one thread, so most of a graphics card would wait. Here there is one product for each image, which is
 * enough work at once.
 */
export const gpu: Lowering = {
  ...portable,
  name: "gpu",
  convKernelGradient,
  pooledConv: pooledConvolution({ ...pooledConvParts, convKernelGradient }),
};

/**
 * Kernels with more elements keep a graphics card busy with one product, and a product for each image needs too much
 * memory.
 */
const MANY_ELEMENTS = 2 ** 17;

/** dL/dkernel as a matrix product for each image, and the sum of these products. */
function convKernelGradient(x: Value, dOutput: Value, window: Window, groups = 1): Value {
  const [batch, filters, outHeight, outWidth] = dOutput.shape as [number, number, number, number];
  const channels = x.shape[1]!;
  const [height, width] = window;
  const taps = windowTaps(window);
  if (groups > 1 || taps.length * channels * filters > MANY_ELEMENTS) {
    return portableKernelGradient(x, dOutput, window, groups);
  }
  const padded = paddedFor(x, window);
  const positions = outHeight * outWidth;
  const elements = taps.map(([row, column]) =>
    reshape(slice(padded, [axisTap(2, row, height), axisTap(3, column, width)]), [
      batch,
      channels,
      positions,
    ]),
  );
  const gradients = transpose(reshape(dOutput, [batch, filters, positions]), [0, 2, 1]);
  const total = sum(matMul(concat(elements, 1), gradients), [0]);
  const byFilter = transpose(reshape(total, [taps.length, channels, filters]), [2, 1, 0]);
  return reshape(byFilter, [filters, channels, height.size, width.size]);
}
