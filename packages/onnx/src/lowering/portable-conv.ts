import type { Value } from "../graph/graph.js";
import { gemm } from "../graph/ops/linear.js";
import { concat, pad, reshape, reverseAxis, slice, transpose } from "../graph/ops/movement.js";
import { conv, convTranspose } from "../graph/ops/window.js";
import type { Window, WindowAxis } from "../graph/shapes.js";

/**
 * dL/dx of `y = conv(x, kernel)`, maps `[n, c, h, w]`, kernel `[f, c, kh, kw]`.
 *
 * With stride 1 it is a convolution of dy with the kernel turned by 180 degrees and its channels swapped; a
 * transposed convolution computes the same. The first is faster where it has many outputs a position, the
 * second where f exceeds c (measured on two cores with onnxruntime 1.30).
 */
export function convInputGradient(dOutput: Value, kernel: Value, window: Window): Value {
  const [filters, channels] = kernel.shape as [number, number, number, number];
  const strided = window.some((axis) => axis.stride !== 1);
  if (strided || filters > channels) return convTranspose(dOutput, kernel, window);

  const [height, width] = window;
  const taps = reshape(kernel, [filters, channels, height.size * width.size]);
  const turned = transpose(reverseAxis(taps, 2), [1, 0, 2]);
  const flipped = reshape(turned, [channels, filters, height.size, width.size]);
  return conv(dOutput, flipped, undefined, [turnedAxis(height), turnedAxis(width)]);
}

/** The window that slides the turned kernel over dy so that every input position is reached. */
const turnedAxis = (axis: WindowAxis): WindowAxis => {
  const reach = (axis.size - 1) * axis.dilation;
  return {
    ...axis,
    padBefore: reach - axis.padBefore,
    padAfter: reach - axis.padAfter,
    input: axis.output,
    output: axis.input,
  };
};

/**
 * dL/dkernel: `dW[f, c, i, j] = Σ_n,y,x dy[n, f, y, x] · x[n, c, y·s + i, x·s + j]`, one matrix product over
 * all images and positions. The taps of the window are the rows of the left operand, the filters those of
 * the right, which the runtime packs: the small side belongs there (94 against 180 GFLOP/s measured).
 */
export function convKernelGradient(x: Value, dOutput: Value, window: Window): Value {
  const [batch, filters, outHeight, outWidth] = dOutput.shape as [number, number, number, number];
  const channels = x.shape[1]!;
  const [height, width] = window;
  const padded = pad(x, [0, 0, height.padBefore, width.padBefore], [0, 0, height.padAfter, width.padAfter]);
  const channelsFirst = swapBatchAndChannels(padded);

  const positions = batch * outHeight * outWidth;
  const taps = windowTaps(window).map(([row, column]) =>
    slice(channelsFirst, [axisTap(2, row, height), axisTap(3, column, width)]),
  );
  const columns = reshape(concat(taps, 0), [taps.length * channels, positions]);
  const gradients = reshape(swapBatchAndChannels(dOutput), [filters, positions]);
  const product = gemm(columns, gradients, { transposeB: true });
  const byTap = transpose(reshape(product, [taps.length, channels, filters]), [2, 1, 0]);
  return reshape(byTap, [filters, channels, height.size, width.size]);
}

/** Positions of a window, row by row. */
export const windowTaps = ([height, width]: Window): [row: number, column: number][] =>
  Array.from({ length: height.size * width.size }, (_, tap) => [
    Math.floor(tap / width.size),
    tap % width.size,
  ]);

/** The elements that one tap of the window meets along an axis of the padded input. */
export const axisTap = (axis: number, tap: number, { stride, dilation, output }: WindowAxis) => ({
  axis,
  start: tap * dilation,
  end: tap * dilation + (output - 1) * stride + 1,
  step: stride,
});

function swapBatchAndChannels(maps: Value): Value {
  const [batch, channels, height, width] = maps.shape as [number, number, number, number];
  return channels === 1 ? reshape(maps, [1, batch, height, width]) : transpose(maps, [1, 0, 2, 3]);
}
