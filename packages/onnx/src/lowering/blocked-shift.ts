import type { Value } from "../graph/graph.js";
import { blockedConv } from "../graph/ops/nchwc.js";
import { mapShape } from "./blocked-maps.js";
import { pointAxis } from "./blocked-window.js";

export type Direction = "height" | "width";

export interface Shift {
  /** The position that the first result shows. A negative one is before the maps. */
  readonly start: number;
  /** Default 1. */
  readonly stride?: number;
  /** Number of results. */
  readonly count: number;
}

/**
 * Every stride-th row or column of blocked maps from `start` on, with zeros outside the maps. It is a convolution
 * with a kernel that holds a single 1, because Slice and Pad run on one thread.
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
  // If results reach beyond the maps, padding is added behind them. If the maps reach beyond the results by a stride
  // or more, the operator would compute further results: a kernel with zeros after its 1 prevents that.
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
