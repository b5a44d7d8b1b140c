import type { Value } from "../graph/graph.js";
import { blockedConv } from "../graph/ops/nchwc.js";
import { mapShape } from "./blocked-maps.js";
import { pointAxis } from "./blocked-window.js";

export type Direction = "height" | "width";

export interface Shift {
  /** The position that the first result shows; before the maps where it is negative. */
  readonly start: number;
  /** Default 1. */
  readonly stride?: number;
  /** How many results. */
  readonly count: number;
}

/**
 * Every stride-th row or column of blocked maps from `start` on, with zeros where there are none. By a convolution whose
 * kernel has one 1: Slice and Pad run on one thread.
 */
export function shifted(
  maps: Value,
  direction: Direction,
  { start, stride = 1, count }: Shift,
  block: number,
): Value {
  const [, channels, height, width] = mapShape(maps);
  const input = direction === "height" ? height : width;
  if (start === 0 && stride === 1 && count === input) return maps;
  const padBefore = Math.max(0, -start);
  const tap = Math.max(0, start);
  // The operator can add padding behind the maps, but not leave out more of them than a stride.
  const missing = (count - 1) * stride + tap + 1 - padBefore - input;
  const size = tap + 1 + Math.max(0, 1 - stride - missing);
  const padAfter = Math.max(0, missing);
  const axis = { size, stride, dilation: 1, padBefore, padAfter, input, output: count };
  const across = pointAxis(direction === "height" ? width : height);
  const isOne = (at: number) => Math.floor(at / block) % size === tap;
  const oneHot = Float32Array.from({ length: channels * size }, (_, at) => (isOne(at) ? 1 : 0));
  const kernelOf = (shape: readonly number[]) => maps.graph.constant(oneHot, shape);
  return direction === "height"
    ? blockedConv(maps, kernelOf([channels, 1, size, 1]), undefined, [axis, across], channels)
    : blockedConv(maps, kernelOf([channels, 1, 1, size]), undefined, [across, axis], channels);
}
