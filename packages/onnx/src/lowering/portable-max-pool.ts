import type { Value } from "../graph/graph.js";
import { add, isAtBound, max, mul, sub } from "../graph/ops/elementwise.js";
import { concat, pad, reshape, slice, transpose } from "../graph/ops/movement.js";
import { convTranspose } from "../graph/ops/window.js";
import type { Window } from "../graph/shapes.js";
import { LOWEST, shareOut } from "./first-maximum.js";
import { axisTap, coveredBy, isTiled, windowTaps } from "./portable-window.js";

/**
 * dL/dx of `y = maxPool(x)`. In each window the first element that equals the maximum gets the window's gradient, all
 * others get 0. MaxPool's second output, the indices, is not used: few execution providers have it, and it is slow on
 * the CPU.
 */
export function maxPoolGradient(x: Value, y: Value, dOutput: Value, window: Window): Value {
  return isTiled(window) ? tiledGradient(x, y, dOutput, window) : overlappingGradient(x, y, dOutput, window);
}

/**
 * For windows that do not overlap. Forward: the maximum of each row of a window, then the maximum of these rows.
 * Backward the same way: first the rows share the gradient, then the elements of each row. This finds the first of
 * equal maxima, because it is in the first row that has one.
 */
function tiledGradient(x: Value, y: Value, dOutput: Value, window: Window): Value {
  const [batch, channels] = x.shape as [number, number, number, number];
  const [height, width] = window;
  const [coveredHeight, coveredWidth] = coveredBy(window);
  const isCovered = coveredHeight === height.input && coveredWidth === width.input;
  const covered = isCovered
    ? x
    : slice(x, [
        { axis: 2, start: 0, end: coveredHeight },
        { axis: 3, start: 0, end: coveredWidth },
      ]);

  // Transposed to [kw, rows · windows in a row], so that each column of the windows is contiguous in memory.
  const rowParts = batch * channels * coveredHeight * width.output;
  const turned = transpose(reshape(covered, [rowParts, width.size]), [1, 0]);
  const columns = elementsAlong(turned, 0, width.size);
  const rowMaxima = columns.reduce(max);

  const windowRows = [batch * channels * height.output, height.size, width.output];
  const oneRow = [batch * channels * height.output, 1, width.output];
  const allButLast = elementsAlong(reshape(rowMaxima, windowRows), 1, height.size - 1);
  const dRows = shareOut(reshape(dOutput, oneRow), allButLast, reshape(y, oneRow));
  const dRowMaxima = reshape(concat(dRows, 1), [1, rowParts]);

  const dColumns = shareOut(dRowMaxima, columns.slice(0, -1), rowMaxima);
  const gradient = reshape(
    concat(
      dColumns.map((part) => reshape(part, [rowParts, 1])),
      1,
    ),
    [batch, channels, coveredHeight, coveredWidth],
  );
  return pad(gradient, [0, 0, 0, 0], [0, 0, height.input - coveredHeight, width.input - coveredWidth]);
}

/** `x[0]`, …, `x[count − 1]` along an axis. The axis stays, with length 1. */
const elementsAlong = (x: Value, axis: number, count: number): Value[] =>
  Array.from({ length: count }, (_, i) => slice(x, [{ axis, start: i, end: i + 1 }]));

/**
 * For windows that overlap or reach into padding. A tap (a position in the window) gets the gradient if it holds the
 * maximum and no earlier tap does. One transposed convolution, in groups and with kernels that hold a single 1 each,
 * then moves the taps' gradients to their positions in x and sums them.
 */
function overlappingGradient(x: Value, y: Value, dOutput: Value, window: Window): Value {
  const [batch, channels] = x.shape as [number, number, number, number];
  const [height, width] = window;
  const before = [0, 0, height.padBefore, width.padBefore];
  const after = [0, 0, height.padAfter, width.padAfter];
  const padded = pad(x, before, after, LOWEST);

  const taps = windowTaps(window);
  let taken: Value | undefined;
  const gradients = taps.map(([row, column], tap) => {
    const elements = slice(padded, [axisTap(2, row, height), axisTap(3, column, width)]);
    const isMaximum = isAtBound(elements, y);
    const wins = taken ? mul(isMaximum, sub(1, taken)) : isMaximum;
    if (tap < taps.length - 1) taken = taken ? add(taken, wins) : wins;
    return reshape(mul(wins, dOutput), [batch, channels, 1, height.output, width.output]);
  });
  const stacked = reshape(concat(gradients, 2), [batch, channels * taps.length, height.output, width.output]);

  const oneHot = new Float32Array(channels * taps.length * taps.length);
  for (let kernel = 0; kernel < channels * taps.length; kernel++) {
    oneHot[kernel * taps.length + (kernel % taps.length)] = 1;
  }
  const kernels = x.graph.constant(oneHot, [channels * taps.length, 1, height.size, width.size]);
  return convTranspose(stacked, kernels, window, channels);
}
