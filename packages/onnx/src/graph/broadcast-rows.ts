import type { Shape } from "./graph.js";
import { sizeOf } from "./shapes.js";

/** Where the rows of a tensor, those along its last axis, are in a part that is repeated over it. */
export interface BroadcastRows {
  /** Of each row: where the part's elements for it begin. */
  readonly starts: Uint32Array;
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
  let starts = new Uint32Array(1);
  for (const [axis, extent] of whole.slice(0, -1).entries()) {
    // Kernels of 1×1 have as many rows as weights, so no array of objects here.
    const outer = starts;
    const step = steps[axis]!;
    starts = new Uint32Array(outer.length * extent);
    for (let row = 0, i = 0; row < outer.length; row++) {
      for (let inner = 0; inner < extent; inner++, i++) starts[i] = outer[row]! + inner * step;
    }
  }
  return { starts, step: steps.at(-1) ?? 0, length: whole.at(-1) ?? 1 };
}
