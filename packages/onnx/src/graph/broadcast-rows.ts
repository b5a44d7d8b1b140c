import type { Shape } from "./graph.js";
import { sizeOf } from "./shapes.js";

/** Where the rows of a tensor, those along its last axis, are in a part that is repeated over it. */
export interface BroadcastRows {
  /** Of each row: where the part's elements for it begin. */
  readonly starts: readonly number[];
  /** From one element of a row to the next, in the part. */
  readonly step: number;
  /** Elements of a row. */
  readonly length: number;
}

/** By NumPy's rules: axes are counted from the last, and an axis of one element is repeated. */
export function broadcastRows(part: Shape, whole: Shape): BroadcastRows {
  const missing = whole.length - part.length;
  const steps = whole.map((_, axis) => {
    const own = axis - missing;
    return own < 0 || part[own] === 1 ? 0 : sizeOf(part.slice(own + 1));
  });
  let starts = [0];
  for (const [axis, extent] of whole.slice(0, -1).entries()) {
    starts = starts.flatMap((start) => Array.from({ length: extent }, (_, i) => start + i * steps[axis]!));
  }
  return { starts, step: steps.at(-1) ?? 0, length: whole.at(-1) ?? 1 };
}
