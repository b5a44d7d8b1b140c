import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { concat, reshape, slice } from "../graph/ops/movement.js";
import { reachOf, sizeOf, type Window, type WindowAxis } from "../graph/shapes.js";

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

/** The part of an axis that a window uses, `end` exclusive. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

export function usedPart(axis: WindowAxis): Part {
  const { start, end } = reachOf(axis);
  const used = { start: Math.max(start, 0), end: Math.min(end, axis.input) };
  // What is left of a stride is no further result and may stay.
  return axis.input - used.end < axis.stride ? { ...used, end: axis.input } : used;
}

/** The axis of a window over the used part alone. */
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
 * Maps and a window of which the runtime makes exactly `output` results: it knows the end of an axis only by the
 * padding, which it cannot cut. A window may reach less than the input has, and its padding may be negative.
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

/** Maps of one extent whose positions take turns, row by row: they become tiles of one map. */
export function interleave(
  phases: readonly Value[],
  [rows, columns]: readonly [rows: number, columns: number],
): Value {
  const [batch, channels, height, width] = phases[0]!.shape as [number, number, number, number];
  const lines = Array.from({ length: rows }, (_, row) => phases.slice(row * columns, (row + 1) * columns));
  const wide = lines.map((line) => alternate(line, 1));
  return reshape(alternate(wide, width * columns), [batch, channels, height * rows, width * columns]);
}

/** Runs of that many elements in turn from each part. */
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

/** A constant of one number. */
export const filled = ({ graph }: Value, shape: readonly number[], number: number): Value =>
  graph.constant(
    new Float32Array(shape.reduce((product, extent) => product * extent, 1)).fill(number),
    shape,
  );
