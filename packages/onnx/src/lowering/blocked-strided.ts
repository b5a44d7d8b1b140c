import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { slice } from "../graph/ops/movement.js";
import type { Window, WindowAxis } from "../graph/shapes.js";
import { interleave } from "./blocked-interleave.js";
import { convolve, turn } from "./blocked-kernel.js";
import { corner, meetsMaps } from "./blocked-window.js";
import { filled } from "./portable-window.js";

/**
 * dL/dx from dL/dy, both blocked, of a convolution with strides. With stride s, an input position `s · q + phase`
 * meets only every s-th tap of the kernel. So each phase of dx is a convolution of dy with these taps, with stride 1,
 * and dx is interleaved from its phases. Along one axis, for stride 2:
 *
 *     phase 0: a0 a1 …  with the even taps
 *     phase 1: b0 b1 …  with the odd taps       dx = a0 b0 a1 b1 …
 *
 * @param swapped The kernel with filters and channels exchanged, see `swapChannels`.
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

/** The gradient of a phase that no window meets. It is made from another phase, or is a constant if there is none. */
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
   * The window that slides the phase's taps over dy. Undefined if the phase has no taps (the stride is larger than the
   * kernel), or if its taps meet nothing of dy (in small maps, whose windows meet only other phases and padding).
   */
  readonly window: WindowAxis | undefined;
}

/** Input position `x = s · q + phase` meets tap `k` of output `y` if `x = s · y + k − p`. */
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
