import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { slice } from "../graph/ops/movement.js";
import type { Window, WindowAxis } from "../graph/shapes.js";
import { interleave } from "./blocked-interleave.js";
import { convolve, turn } from "./blocked-kernel.js";
import { corner } from "./blocked-window.js";

/**
 * dL/dx from dL/dy, both blocked, of a convolution with strides, by its kernel from the filters to the channels. With stride s an input position `s · q + phase`
 * meets every s-th tap of the kernel only: each phase is a convolution of dy with its taps and without stride, and
 * the phases interleave.
 */
export function stridedInputGradient(
  dOutput: Value,
  swapped: Value,
  [height, width]: Window,
  block: number,
  groups?: number,
): Value {
  const phaseOf = (row: Phase, column: Phase): Value | undefined => {
    if (!row.window || !column.window) return undefined;
    const taps = slice(swapped, [
      { axis: 2, start: row.firstTap, end: height.size, step: height.stride },
      { axis: 3, start: column.firstTap, end: width.size, step: width.stride },
    ]);
    return convolve(dOutput, turn(taps), undefined, [row.window, column.window], block, groups);
  };

  const grid = phasesOf(height).map((row) => phasesOf(width).map((column) => phaseOf(row, column)));
  const phases = grid.flat().filter((phase) => phase !== undefined);
  const isComplete = phases.length === height.stride * width.stride;
  const zeros = isComplete ? phases[0]! : mul(phases[0]!, 0);
  const ordered = grid.flat().map((phase) => phase ?? zeros);
  const whole = interleave(ordered, [height.stride, width.stride], block);
  return corner(whole, [height.input, width.input], block);
}

interface Phase {
  readonly firstTap: number;
  /** Of the phase's taps over dy. Absent where the phase meets no tap, which a stride wider than the kernel makes. */
  readonly window: WindowAxis | undefined;
}

/** `x = s · q + phase` meets tap `k` of output `y` where `x = s · y + k − p`. */
const phasesOf = ({ size, stride, padBefore, input, output }: WindowAxis): Phase[] =>
  Array.from({ length: stride }, (_, phase) => {
    const firstTap = (phase + padBefore) % stride;
    const taps = Math.ceil((size - firstTap) / stride);
    if (taps <= 0) return { firstTap, window: undefined };
    const padding = taps - 1 - (phase + padBefore - firstTap) / stride;
    return {
      firstTap,
      window: {
        size: taps,
        stride: 1,
        dilation: 1,
        padBefore: padding,
        padAfter: 0,
        input: output,
        output: Math.ceil(input / stride),
      },
    };
  });
