import type { Value } from "../graph/graph.js";
import { add, isAtBound, mul, sub } from "../graph/ops/elementwise.js";
import { concat, pad, reshape, slice } from "../graph/ops/movement.js";
import { convTranspose, maxPool } from "../graph/ops/window.js";
import type { Window } from "../graph/shapes.js";
import { axisTap, coveredBy, isTiled, spread, windowTaps } from "./portable-window.js";

/**
 * dL/dx of `y = maxPool(x)`: in each window the first maximum takes the gradient, the others nothing.
 * Without indices (few execution providers have them, and they are slow on the CPU).
 */
export function maxPoolGradient(x: Value, y: Value, dOutput: Value, window: Window): Value {
  return isTiled(window) ? tiledGradient(x, y, dOutput, window) : overlappingGradient(x, y, dOutput, window);
}

/** Windows that lie side by side: each position belongs to one window, so its gradient is one product. */
function tiledGradient(x: Value, y: Value, dOutput: Value, window: Window): Value {
  const [height, width] = window;
  const [coveredHeight, coveredWidth] = coveredBy(window);
  const isCovered = coveredHeight === height.input && coveredWidth === width.input;
  const covered = isCovered
    ? x
    : slice(x, [
        { axis: 2, start: 0, end: coveredHeight },
        { axis: 3, start: 0, end: coveredWidth },
      ]);

  const tile: Window = [
    { ...height, input: coveredHeight },
    { ...width, input: coveredWidth },
  ];
  const size = [height.size, width.size] as const;
  const maxima = isAtBound(covered, spread(y, size));
  // Earlier positions of a window count more, so that of equal maxima only the first is the maximum again.
  const ranked = mul(maxima, firstWins(x, tile));
  const winners = isAtBound(ranked, spread(maxPool(ranked, tile), size));
  const gradient = mul(winners, spread(dOutput, size));
  return pad(gradient, [0, 0, 0, 0], [0, 0, height.input - coveredHeight, width.input - coveredWidth]);
}

/** `[1, 1, h, w]`: in each window the first position holds the window's size, the last holds 1. */
function firstWins({ graph }: Value, [height, width]: Window): Value {
  const ranks = new Float32Array(height.input * width.input);
  for (let row = 0; row < height.input; row++) {
    for (let column = 0; column < width.input; column++) {
      const position = (row % height.size) * width.size + (column % width.size);
      ranks[row * width.input + column] = height.size * width.size - position;
    }
  }
  return graph.constant(ranks, [1, 1, height.input, width.input]);
}

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

/** Below every float32 activation, yet finite, so that differences to it stay numbers. */
const LOWEST = -3e38;
