import type { Value } from "../graph/graph.js";
import { pad, reshape, slice } from "../graph/ops/movement.js";
import type { Window } from "../graph/shapes.js";
import { isBlocked, mapShape } from "./blocked-maps.js";
import type { Borders } from "./lowering.js";
import { fittedAxis, type Part, usedPart } from "./portable-window.js";

/**
 * Maps and a window of which the runtime makes exactly `output` results: it knows the end of an axis only by the
 * padding, which it cannot cut. A window may reach less than the input has, and its padding may be negative.
 */
export function fitted(maps: Value, window: Window, block: number): { maps: Value; window: Window } {
  const [height, width] = window;
  return {
    maps: cropped(maps, [usedPart(height), usedPart(width)], block),
    window: [fittedAxis(height), fittedAxis(width)],
  };
}

/** The first rows and columns. */
export const corner = (maps: Value, [rows, columns]: readonly [number, number], block: number): Value =>
  cropped(
    maps,
    [
      { start: 0, end: rows },
      { start: 0, end: columns },
    ],
    block,
  );

/** The positions inside the given rows and columns. */
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

/** Zeros below and to the right of blocked maps, up to the given extent. */
export function restored(maps: Value, height: number, width: number, block: number): Value {
  const [, , rows, columns] = mapShape(maps);
  return surrounded(maps, { top: 0, left: 0, bottom: height - rows, right: width - columns }, block);
}

/** Zeros around blocked maps. */
export function surrounded(maps: Value, { top, bottom, left, right }: Borders, block: number): Value {
  const [batch, channels, height, width] = mapShape(maps);
  const memory = reshape(maps, [(batch * channels) / block, height, width, block]);
  const whole = pad(memory, [0, top, left, 0], [0, bottom, right, 0]);
  return reshape(whole, [batch, channels, height + top + bottom, width + left + right]);
}
