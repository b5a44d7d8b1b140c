import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { concat, reshape } from "../graph/ops/movement.js";
import type { Window, WindowAxis } from "../graph/shapes.js";

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

/** Windows that lie side by side, without padding: each position belongs to one window at most. */
export const isTiled = (window: Window): boolean =>
  window.every(
    ({ stride, size, dilation, padBefore, padAfter }) =>
      stride === size && dilation === 1 && padBefore + padAfter === 0,
  );

/** The part of the input that tiles cover. */
export const coveredBy = ([height, width]: Window): [height: number, width: number] => [
  height.output * height.size,
  width.output * width.size,
];

/**
 * Repeats each element over a tile: `[n, c, h, w]` to `[n, c, h · height, w · width]`. Two Concats of reshaped
 * views; Expand measured 30 times slower in WebAssembly, Upsample single-threaded on the CPU.
 */
export function spread(x: Value, [height, width]: readonly [height: number, width: number]): Value {
  const [batch, channels, rows, columns] = x.shape as [number, number, number, number];
  if (rows * columns === 1) return mul(x, filled(x, [1, 1, height, width], 1));
  const elements = reshape(x, [batch * channels * rows * columns, 1]);
  const wide = reshape(repeat(elements, width), [batch * channels * rows, columns * width]);
  return reshape(repeat(wide, height), [batch, channels, rows * height, columns * width]);
}

const repeat = (x: Value, times: number): Value =>
  times === 1
    ? x
    : concat(
        Array.from({ length: times }, () => x),
        1,
      );

/** A constant of one number. */
export const filled = ({ graph }: Value, shape: readonly number[], number: number): Value =>
  graph.constant(
    new Float32Array(shape.reduce((product, extent) => product * extent, 1)).fill(number),
    shape,
  );
