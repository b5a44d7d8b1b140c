import type { Value } from "../graph/graph.js";
import { add, isAtBound, max, mul, sub } from "../graph/ops/elementwise.js";
import { concat, pad, reshape, slice, transpose } from "../graph/ops/movement.js";
import { convTranspose } from "../graph/ops/window.js";
import type { Window } from "../graph/shapes.js";
import { LOWEST, shareOut } from "./first-maximum.js";
import { axisTap, coveredBy, isTiled, windowTaps } from "./portable-window.js";

/**
 * dL/dx of `y = maxPool(x)`: in each window the first maximum takes the gradient, the others nothing.
 * Without indices (few execution providers have them, and they are slow on the CPU).
 */
export function maxPoolGradient(x: Value, y: Value, dOutput: Value, window: Window): Value {
  return isTiled(window) ? tiledGradient(x, y, dOutput, window) : overlappingGradient(x, y, dOutput, window);
}

/**
 * Windows that lie side by side: first the maximum of each row of a window, then the maximum of those rows, and
 * the gradient back the same way. The first of equal maxima, row by row, is in the first row that has one.
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

  // Turned so that each column of the windows is one run in memory, [kw, rows · windows in a row].
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

/** `x[0]`, …, `x[count − 1]` along an axis, which stays with the extent 1. */
const elementsAlong = (x: Value, axis: number, count: number): Value[] =>
  Array.from({ length: count }, (_, i) => slice(x, [{ axis, start: i, end: i + 1 }]));

/**
 * Windows that overlap or reach into padding. For each tap of the window: does it hold the maximum, and has
 * no earlier tap held it? The taps' gradients are put back and summed by one grouped transposed convolution
 * whose kernels each hold a single 1.
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
