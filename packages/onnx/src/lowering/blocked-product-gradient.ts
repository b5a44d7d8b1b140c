import type { Value } from "../graph/graph.js";
import { gemm } from "../graph/ops/linear.js";
import { concat, reshape, slice, transpose } from "../graph/ops/movement.js";
import { reorderOutput, reorderOutputLast } from "../graph/ops/nchwc.js";
import { sizeOf, type Window } from "../graph/shapes.js";
import { transposeBlocks } from "./blocked-kernel.js";
import { mapShape } from "./blocked-maps.js";
import { reachedBy } from "./blocked-window.js";
import { axisTap, windowTaps } from "./portable-window.js";

/*
 * dL/dkernel as matrix products over all images and positions, one for each tap (i, j):
 *
 *     dW[f, c, i, j] = Σ_n,y,x dy[n, f, y, x] · x[n, c, y·s + i·d − p, x·s + j·d − p]
 *
 * This is for small maps: it is 1.5 to 2.5 times as fast as the convolution of blocked-kernel-gradient.ts at 4×4 and
 * below, and slower at 6×6 and above (measured on two cores). That convolution writes a number for each tap, channel
 * and filter of every few images, and small maps give too little to compute for each of these numbers. Kernels of one
 * position are left to that convolution, which has its own way for them (correlation.ts).
 */

const POSITIONS_OF_SMALL_MAPS = 16;

export const isProduct = (window: Window): boolean =>
  !window.every(({ size }) => size === 1) &&
  sizeOf(window.map(({ output }) => output)) <= POSITIONS_OF_SMALL_MAPS;

/** `[channels, images · positions]` */
function channelsFirst(maps: Value): Value {
  const [batch, channels, height, width] = mapShape(maps);
  return reshape(transpose(reorderOutput(maps, channels), [1, 0, 2, 3]), [channels, batch * height * width]);
}

/** dL/dkernel from blocked maps and dL/dy, in the layout of the kernel. */
export function productKernelGradient(maps: Value, dOutput: Value, window: Window, block: number): Value {
  const [height, width] = window;
  const [batch, filters] = mapShape(dOutput);
  const channels = maps.shape[1]!;
  const rows = channelsFirst(dOutput);
  const positions = reorderOutputLast(reachedBy(maps, window, block), channels);
  const products = windowTaps(window).map(([row, column]) => {
    const elements = slice(positions, [axisTap(1, row, height), axisTap(2, column, width)]);
    return gemm(rows, reshape(elements, [batch * height.output * width.output, channels]));
  });
  const byTap = [height.size, width.size, filters / block, block, channels / block, block];
  return transposeBlocks(transpose(reshape(concat(products, 0), byTap), [2, 4, 0, 1, 3, 5]));
}
