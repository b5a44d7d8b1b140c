import type { Shape } from "./graph.js";
import { sizeOf } from "./shapes.js";

/** A tensor in rows, over which parts are repeated. */
export interface BroadcastRows {
  /** Elements of a row. */
  readonly length: number;
  readonly count: number;
  readonly parts: readonly RowsOfPart[];
}

export interface RowsOfPart {
  /** Of each row: where the part's elements for it begin. */
  readonly starts: Int32Array;
  /** From one element of a row to the next, in the part. */
  readonly step: number;
}

/**
 * By NumPy's rules: axes are counted from the last, and an axis of one element is repeated. A row has as many of the last
 * axes as all parts go through in equal steps, so that rows are few: kernels of 1×1 have millions along their last axis.
 */
export function broadcastRows(whole: Shape, ...parts: readonly Shape[]): BroadcastRows {
  const steps = parts.map((part) => stepsOf(part, whole));
  let axis = whole.length;
  let length = 1;
  let step = parts.map(() => 0);
  while (axis > 0 && (length === 1 || steps.every((own, i) => own[axis - 1] === step[i]! * length))) {
    axis--;
    if (length === 1) step = steps.map((own) => own[axis]!);
    length *= whole[axis]!;
  }
  const outer = whole.slice(0, axis);
  return {
    length,
    count: sizeOf(outer),
    parts: steps.map((own, i) => ({ starts: startsOf(outer, own), step: step[i]! })),
  };
}

/** From one element of an axis to the next, in the part; 0 along an axis that it is repeated over. */
function stepsOf(part: Shape, whole: Shape): number[] {
  const missing = whole.length - part.length;
  return whole.map((_, axis) => {
    const own = axis - missing;
    return own < 0 || part[own] === 1 ? 0 : sizeOf(part.slice(own + 1));
  });
}

function startsOf(outer: Shape, steps: readonly number[]): Int32Array {
  let starts = new Int32Array(1);
  for (const [axis, extent] of outer.entries()) {
    const next = new Int32Array(starts.length * extent);
    starts.forEach((start, row) => {
      for (let i = 0; i < extent; i++) next[row * extent + i] = start + i * steps[axis]!;
    });
    starts = next;
  }
  return starts;
}
