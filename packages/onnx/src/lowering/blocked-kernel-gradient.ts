import type { Value } from "../graph/graph.js";
import { reshape, transpose } from "../graph/ops/movement.js";
import { blockedMaxPool } from "../graph/ops/nchwc.js";
import type { Window } from "../graph/shapes.js";
import { transposeBlocks, turn, turnedWindow } from "./blocked-kernel.js";
import { isBlocked, mapShape } from "./blocked-maps.js";
import { fitted, pointAxis } from "./blocked-window.js";
import { correlation } from "./correlation.js";

/**
 * dL/dkernel from blocked dL/dy, in the layout of the kernel (s is the stride, d the dilation, p the padding):
 *
 *     dW[f, c, i, j] = Σ_n,y,x dy[n, f, y, x] · x[n, c, y·s + i·d − p, x·s + j·d − p]
 *
 * It is a correlation in which dy stands still and x moves. With stride 1 the roles can be exchanged: x stands still
 * and dy moves in the opposite direction. The one that stands still is the kernel of a convolution, and the runtime
 * computes four blocks of its filters at a time. So the one with more blocks stands still, if either has fewer than
 * four.
 */
export function blockedKernelGradient(x: Value, dOutput: Value, window: Window, block: number): Value {
  const [, channels] = mapShape(x);
  const [, filters] = mapShape(dOutput);
  const [height, width] = window.map(({ size }) => size) as [number, number];
  if (!isBlocked(x, block)) return correlation(dOutput, x, window, block);
  if (skipsPositions(window)) {
    const fit = fitted(x, window, block);
    const met = blockedMaxPool(fit.maps, fit.window);
    return blockedKernelGradient(
      met,
      dOutput,
      [pointAxis(fit.window[0].output), pointAxis(fit.window[1].output)],
      block,
    );
  }

  const blocksAtATime = (maps: number) => Math.min(4, maps / block);
  const canSwap = window.every(({ stride }) => stride === 1);
  if (canSwap && blocksAtATime(channels) > blocksAtATime(filters)) {
    const byChannel = correlation(x, dOutput, turnedWindow(window), block);
    const inBlocks = [channels / block, filters / block, block, height * width, block];
    const byFilter = transposeBlocks(transpose(reshape(byChannel, inBlocks), [1, 0, 3, 2, 4]));
    return turn(reshape(byFilter, [filters / block, channels / block, height, width, block, block]));
  }
  const inBlocks = [filters / block, channels / block, block, height, width, block];
  return transpose(reshape(correlation(dOutput, x, window, block), inBlocks), [0, 1, 3, 4, 2, 5]);
}

/** A window of one position that skips positions of the maps (has a stride) and reads no padding. */
const skipsPositions = (window: Window): boolean =>
  window.every(({ size, padBefore, padAfter }) => size === 1 && padBefore <= 0 && padAfter <= 0) &&
  window.some(({ stride }) => stride !== 1);
