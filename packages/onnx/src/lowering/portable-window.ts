import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { concat, reshape, slice } from "../graph/ops/movement.js";
import { reachOf, sizeOf, type Window, type WindowAxis } from "../graph/shapes.js";

/** The positions (taps) of a window, row by row. */
export const windowTaps = ([height, width]: Window): [row: number, column: number][] =>
  Array.from({ length: height.size * width.size }, (_, tap) => [
    Math.floor(tap / width.size),
    tap % width.size,
  ]);

/**
 * For `slice`: the elements of the padded input that one tap of the window meets along an axis, one for each output.
 */
export const axisTap = (axis: number, tap: number, { stride, dilation, output }: WindowAxis) => ({
  axis,
  start: tap * dilation,
  end: tap * dilation + (output - 1) * stride + 1,
  step: stride,
});

/** Whether the windows touch without overlapping and without padding, so that each position belongs to at most one. */
export const isTiled = (window: Window): boolean =>
  window.every(
    ({ stride, size, dilation, padBefore, padAfter }) =>
      stride === size && dilation === 1 && padBefore + padAfter === 0,
  );

/** The size of the part of the input that such windows cover, from its first row and column. */
export const coveredBy = ([height, width]: Window): [height: number, width: number] => [
  height.output * height.size,
  width.output * width.size,
];

/** A range of positions along an axis: `start` is the first, `end` the one after the last. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** The positions of the input that a window reads along an axis. */
export function usedPart(axis: WindowAxis): Part {
  const { start, end } = reachOf(axis);
  const used = { start: Math.max(start, 0), end: Math.min(end, axis.input) };
  // A rest shorter than the stride gives no further output, so it need not be cut off.
  return axis.input - used.end < axis.stride ? { ...used, end: axis.input } : used;
}

/** The axis of the same window over only the part of the input that it uses. */
export function fittedAxis(axis: WindowAxis): WindowAxis {
  const { start, end } = reachOf(axis);
  const used = usedPart(axis);
  return {
    ...axis,
    input: used.end - used.start,
    padBefore: Math.max(-start, 0),
    padAfter: Math.max(end - axis.input, 0),
  };
}

/**
 * Cuts the maps so that the runtime computes exactly the window's `output` positions. The runtime derives the number
 * of outputs from the input's size and the padding. So where the window stops before the end of the input, or its
 * padding is negative, the rest of the input has to be cut off first.
 */
export function fitted(maps: Value, [height, width]: Window): { maps: Value; window: Window } {
  const [rows, columns] = [usedPart(height), usedPart(width)];
  const isWhole = rows.end - rows.start === height.input && columns.end - columns.start === width.input;
  const used = isWhole
    ? maps
    : slice(maps, [
        { axis: 2, ...rows },
        { axis: 3, ...columns },
      ]);
  return { maps: used, window: [fittedAxis(height), fittedAxis(width)] };
}

/**
 * Repeats each element over a tile: `[n, c, h, w]` to `[n, c, h · height, w · width]`. It is made of two Concats of
 * reshaped values, because Expand was 30 times slower in WebAssembly and Upsample runs on one thread on the CPU.
 */
export function spread(x: Value, [height, width]: readonly [height: number, width: number]): Value {
  const [batch, channels, rows, columns] = x.shape as [number, number, number, number];
  if (rows * columns === 1) return mul(x, filled(x, [1, 1, height, width], 1));
  const elements = reshape(x, [batch * channels * rows * columns, 1]);
  const wide = reshape(repeat(elements, width), [batch * channels * rows, columns * width]);
  return reshape(repeat(wide, height), [batch, channels, rows * height, columns * width]);
}

/**
 * Combines `rows · columns` maps of the same size to one: each tile of the result has one element of each map. For maps
 * a, b, c, d and a tile of 2×2:
 *
 *     a0 b0 a1 b1 …
 *     c0 d0 c1 d1 …
 */
export function interleave(
  phases: readonly Value[],
  [rows, columns]: readonly [rows: number, columns: number],
): Value {
  const [batch, channels, height, width] = phases[0]!.shape as [number, number, number, number];
  const lines = Array.from({ length: rows }, (_, row) => phases.slice(row * columns, (row + 1) * columns));
  const wide = lines.map((line) => alternate(line, 1));
  return reshape(alternate(wide, width * columns), [batch, channels, height * rows, width * columns]);
}

/** `run` elements of the first part, `run` of the second, and so on; then the next `run` of the first. */
function alternate(parts: readonly Value[], run: number): Value {
  if (parts.length === 1) return parts[0]!;
  const count = sizeOf(parts[0]!.shape) / run;
  return concat(
    parts.map((part) => reshape(part, [count, run])),
    1,
  );
}

const repeat = (x: Value, times: number): Value =>
  times === 1
    ? x
    : concat(
        Array.from({ length: times }, () => x),
        1,
      );

/** A constant of this shape that holds one number everywhere. */
export const filled = ({ graph }: Value, shape: readonly number[], number: number): Value =>
  graph.constant(
    new Float32Array(shape.reduce((product, extent) => product * extent, 1)).fill(number),
    shape,
  );
