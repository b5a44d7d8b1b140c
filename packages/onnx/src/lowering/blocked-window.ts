import type { Value } from "../graph/graph.js";
import { reshape, slice } from "../graph/ops/movement.js";
import { blockedConv } from "../graph/ops/nchwc.js";
import { reachOf, type Window, type WindowAxis } from "../graph/shapes.js";
import { isBlocked, mapShape } from "./blocked-maps.js";
import type { Borders } from "./lowering.js";
import { portable } from "./portable.js";
import { filled, fittedAxis, type Part, usedPart } from "./portable-window.js";

/**
 * Cuts the maps so that the runtime computes exactly the window's `output` positions: as `fitted` of
 * portable-window.ts, but also for blocked maps.
 */
export function fitted(maps: Value, window: Window, block: number): { maps: Value; window: Window } {
  const [height, width] = window;
  return {
    maps: cropped(maps, [usedPart(height), usedPart(width)], block),
    window: [fittedAxis(height), fittedAxis(width)],
  };
}

/** The axis of a window of one position. */
export const pointAxis = (input: number, padBefore = 0, padAfter = 0): WindowAxis => ({
  size: 1,
  stride: 1,
  dilation: 1,
  padBefore,
  padAfter,
  input,
  output: padBefore + input + padAfter,
});

/**
 * The axis of the convolution of x with dy as its kernel. Its results are the taps of the original kernel, and stride
 * and dilation are exchanged:
 *
 *     x position = y · stride + tap · dilation − padding
 */
export const swappedAxis = ({
  size,
  stride,
  dilation,
  padBefore,
  input,
  output,
}: WindowAxis): WindowAxis => ({
  size: output,
  stride: dilation,
  dilation: stride,
  padBefore,
  padAfter: 0,
  input,
  output: size,
});

/** Cuts off everything but the first `rows` and `columns`. */
export const corner = (maps: Value, [rows, columns]: readonly [number, number], block: number): Value =>
  cropped(
    maps,
    [
      { start: 0, end: rows },
      { start: 0, end: columns },
    ],
    block,
  );

/** Cuts off everything outside these rows and columns. */
export function cropped(maps: Value, [rows, columns]: readonly [Part, Part], block: number): Value {
  const [batch, channels, height, width] = mapShape(maps);
  if (rows.end - rows.start === height && columns.end - columns.start === width) return maps;
  if (!isBlocked(maps, block))
    return slice(maps, [
      { axis: 2, ...rows },
      { axis: 3, ...columns },
    ]);
  const memory = reshape(maps, [(batch * channels) / block, height, width, block]);
  const part = slice(memory, [
    { axis: 1, ...rows },
    { axis: 2, ...columns },
  ]);
  return reshape(part, [batch, channels, part.shape[1]!, part.shape[2]!]);
}

/** Whether the window reads anything but padding. It may not, if the padding is wider than the window. */
export const meetsMaps = (window: Window): boolean =>
  window.every((axis) => {
    const { start, end } = reachOf(axis);
    return start < axis.input && end > 0;
  });

/** The part of the maps that a window reads, with zeros where it reads padding. */
export function reachedBy(maps: Value, [height, width]: Window, block: number): Value {
  const [rows, columns] = [reachOf(height), reachOf(width)];
  const inside = [
    { start: Math.max(rows.start, 0), end: Math.min(rows.end, height.input) },
    { start: Math.max(columns.start, 0), end: Math.min(columns.end, width.input) },
  ] as const;
  if (!meetsMaps([height, width])) {
    const extent = [rows.end - rows.start, columns.end - columns.start];
    return filled(maps, [...maps.shape.slice(0, 2), ...extent], 0);
  }
  const borders = {
    top: Math.max(-rows.start, 0),
    bottom: Math.max(rows.end - height.input, 0),
    left: Math.max(-columns.start, 0),
    right: Math.max(columns.end - width.input, 0),
  };
  const reached = cropped(maps, inside, block);
  return isBlocked(maps, block) ? surrounded(reached, borders) : portable.pad(reached, borders);
}

/** Adds zeros below and to the right of blocked maps, up to this height and width. */
export function restored(maps: Value, height: number, width: number): Value {
  const [, , rows, columns] = mapShape(maps);
  return surrounded(maps, { top: 0, left: 0, bottom: height - rows, right: width - columns });
}

/**
 * Adds zeros around blocked maps. It is a depthwise convolution with padding that multiplies each channel by 1: Pad
 * runs on one thread and took four times as long.
 */
export function surrounded(maps: Value, borders: Borders): Value {
  const { top, bottom, left, right } = borders;
  if (top + bottom + left + right === 0) return maps;
  const [, channels, height, width] = mapShape(maps);
  const ones = maps.graph.constant(new Float32Array(channels).fill(1), [channels, 1, 1, 1]);
  const window: Window = [pointAxis(height, top, bottom), pointAxis(width, left, right)];
  return blockedConv(maps, ones, undefined, window, channels);
}
