import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { slice } from "../graph/ops/movement.js";
import type { Window, WindowAxis } from "../graph/shapes.js";
import { interleave } from "./blocked-interleave.js";
import { convolve, turn } from "./blocked-kernel.js";
import { corner, meetsMaps } from "./blocked-window.js";
import { filled } from "./portable-window.js";

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
  const zeros = isComplete ? phases[0]! : zerosOf(phases[0], dOutput, swapped, [height, width], block);
  const ordered = grid.flat().map((phase) => phase ?? zeros);
  const whole = interleave(ordered, [height.stride, width.stride], block);
  return corner(whole, [height.input, width.input], block);
}

/** The phase of positions that no window meets. Where no position is met at all, there is no other to take it from. */
function zerosOf(
  phase: Value | undefined,
  dOutput: Value,
  swapped: Value,
  [height, width]: Window,
  block: number,
): Value {
  if (phase) return mul(phase, 0);
  const channels = swapped.shape[0]! * block;
  const extent = [Math.ceil(height.input / height.stride), Math.ceil(width.input / width.stride)];
  return filled(dOutput, [dOutput.shape[0]!, channels, ...extent], 0);
}

interface Phase {
  readonly firstTap: number;
  /**
   * Of the phase's taps over dy. Absent where the phase meets no tap, which a stride wider than the kernel makes, and
   * where its taps meet nothing of dy, because windows of so small a map lie on its other phases and on padding.
   */
  readonly window: WindowAxis | undefined;
}

/** `x = s · q + phase` meets tap `k` of output `y` where `x = s · y + k − p`. */
const phasesOf = ({ size, stride, padBefore, input, output }: WindowAxis): Phase[] =>
  Array.from({ length: stride }, (_, phase) => {
    const firstTap = (phase + padBefore) % stride;
    const taps = Math.ceil((size - firstTap) / stride);
    if (taps <= 0) return { firstTap, window: undefined };
    const window = {
      size: taps,
      stride: 1,
      dilation: 1,
      padBefore: taps - 1 - (phase + padBefore - firstTap) / stride,
      padAfter: 0,
      input: output,
      output: Math.ceil(input / stride),
    };
    return { firstTap, window: meetsMaps([window, window]) ? window : undefined };
  });
