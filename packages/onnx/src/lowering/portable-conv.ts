import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { gemm, matMul } from "../graph/ops/linear.js";
import { concat, pad, reshape, reverseAxis, slice, transpose } from "../graph/ops/movement.js";
import { sum } from "../graph/ops/reduce.js";
import * as ops from "../graph/ops/window.js";
import type { Window, WindowAxis } from "../graph/shapes.js";
import { axisTap, fitted, fittedAxis, usedPart, windowTaps } from "./portable-window.js";

/** Convolution (without turning the kernel) of maps `[n, c, h, w]` with a kernel `[f, c / groups, kh, kw]`. */
export function conv(x: Value, kernel: Value, bias: Value | undefined, window: Window, groups = 1): Value {
  const used = fitted(x, window);
  return ops.conv(used.maps, kernel, bias, used.window, groups);
}

/**
 * dL/dx of `y = conv(x, kernel)`, maps `[n, c, h, w]`, kernel `[f, c / groups, kh, kw]`.
 *
 * There are two ways to compute it:
 * - as a convolution of dy with the kernel turned by 180 degrees and its channels and filters swapped, where the stride
 *   is 1;
 * - as a transposed convolution, always.
 * The first is faster where it has many outputs for each position, the second where f > c (measured on two cores with
 * onnxruntime 1.30).
 */
export function convInputGradient(dOutput: Value, kernel: Value, window: Window, groups = 1): Value {
  const [filters, channels] = kernel.shape as [number, number, number, number];
  const [height, width] = [turnedAxis(window[0]), turnedAxis(window[1])];
  const strided = window.some((axis) => axis.stride !== 1);
  const cropped = [height, width].some(({ padBefore, padAfter }) => padBefore < 0 || padAfter < 0);
  if (strided || cropped || filters > channels * groups) {
    return transposed(dOutput, kernel, window, groups);
  }
  const taps = reshape(kernel, [groups, filters / groups, channels, height.size * width.size]);
  const turned = transpose(reverseAxis(taps, 3), [0, 2, 1, 3]);
  const flipped = reshape(turned, [groups * channels, filters / groups, height.size, width.size]);
  return ops.conv(dOutput, flipped, undefined, [height, width], groups);
}

/** A transposed convolution. Input positions that no window reached get a gradient of zero. */
function transposed(dOutput: Value, kernel: Value, [height, width]: Window, groups: number): Value {
  const inner: Window = [fittedAxis(height), fittedAxis(width)];
  const [rows, columns] = [usedPart(height), usedPart(width)];
  const before = [0, 0, rows.start, columns.start];
  const after = [0, 0, height.input - rows.end, width.input - columns.end];
  return pad(ops.convTranspose(dOutput, kernel, inner, groups), before, after);
}

/** One axis of the window that slides the turned kernel over dy, with one output for each position of x. */
const turnedAxis = (axis: WindowAxis): WindowAxis => {
  const reach = (axis.size - 1) * axis.dilation;
  return {
    ...axis,
    padBefore: reach - axis.padBefore,
    padAfter: axis.input - axis.output + axis.padBefore,
    input: axis.output,
    output: axis.input,
  };
};

/** dL/dkernel: `dW[f, c, i, j] = Σ_n,y,x dy[n, f, y, x] · x[n, c, y·s + i, x·s + j]`. */
export function convKernelGradient(x: Value, dOutput: Value, window: Window, groups = 1): Value {
  const padded = paddedFor(x, window);
  const isDepthwise = groups === x.shape[1] && groups === dOutput.shape[1];
  return isDepthwise
    ? depthwiseKernelGradient(padded, dOutput, window)
    : productKernelGradient(padded, dOutput, window, groups);
}

/** Adds the window's padding to the maps, and cuts off what the window does not reach. */
export function paddedFor(x: Value, window: Window): Value {
  const used = fitted(x, window);
  const [height, width] = used.window;
  const before = [0, 0, height.padBefore, width.padBefore];
  return pad(used.maps, before, [0, 0, height.padAfter, width.padAfter]);
}

/**
 * dL/dkernel as one matrix product for each group, over all images and positions. This is im2col: the left operand
 * has a row for each tap and channel.
 *
 *     [taps · channels, images · positions] × [images · positions, filters]
 *
 * The runtime packs the right operand, so the smaller one is on the right (180 instead of 94 GFLOP/s).
 */
function productKernelGradient(padded: Value, dOutput: Value, window: Window, groups: number): Value {
  const [batch, filters, outHeight, outWidth] = dOutput.shape as [number, number, number, number];
  const [height, width] = window;
  const channels = padded.shape[1]! / groups;
  const positions = batch * outHeight * outWidth;
  const channelsFirst = swapBatchAndChannels(padded);
  const taps = windowTaps(window).map(([row, column]) => {
    const elements = slice(channelsFirst, [axisTap(2, row, height), axisTap(3, column, width)]);
    return groups === 1 ? elements : reshape(elements, [groups, channels, positions]);
  });
  const gradients = swapBatchAndChannels(dOutput);

  if (groups === 1) {
    const columns = reshape(concat(taps, 0), [taps.length * channels, positions]);
    const product = gemm(columns, reshape(gradients, [filters, positions]), { transposeB: true });
    const byFilter = transpose(reshape(product, [taps.length, channels, filters]), [2, 1, 0]);
    return reshape(byFilter, [filters, channels, height.size, width.size]);
  }
  const grouped = reshape(gradients, [groups, filters / groups, positions]);
  const products = matMul(concat(taps, 1), transpose(grouped, [0, 2, 1]));
  const byTap = reshape(products, [groups, taps.length, channels, filters / groups]);
  return reshape(transpose(byTap, [0, 3, 2, 1]), [filters, channels, height.size, width.size]);
}

/**
 * With one filter for each channel there are no matrices to multiply: each tap is an element-wise product and a sum.
 */
function depthwiseKernelGradient(padded: Value, dOutput: Value, window: Window): Value {
  const [height, width] = window;
  const channels = dOutput.shape[1]!;
  const taps = windowTaps(window).map(([row, column]) => {
    const elements = slice(padded, [axisTap(2, row, height), axisTap(3, column, width)]);
    return reshape(sum(mul(elements, dOutput), [0, 2, 3]), [channels, 1]);
  });
  return reshape(concat(taps, 1), [channels, 1, height.size, width.size]);
}

function swapBatchAndChannels(maps: Value): Value {
  const [batch, channels, height, width] = maps.shape as [number, number, number, number];
  return channels === 1 ? reshape(maps, [1, batch, height, width]) : transpose(maps, [1, 0, 2, 3]);
}
