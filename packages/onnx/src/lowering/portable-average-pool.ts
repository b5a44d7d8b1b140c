import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { pad } from "../graph/ops/movement.js";
import { convTranspose, globalAveragePool, averagePool as pool } from "../graph/ops/window.js";
import type { Window, WindowAxis } from "../graph/shapes.js";
import { coveredBy, filled, isTiled, spread } from "./portable-window.js";

export const averagePool = (x: Value, window: Window, countPadding = false): Value =>
  isWholeMap(window) ? globalAveragePool(x) : pool(x, window, countPadding);

/**
 * dL/dx of `y = averagePool(x)`. Each element of a window gets the window's gradient, divided by the number of elements
 * in the mean.
 */
export function averagePoolGradient(dOutput: Value, window: Window, countPadding = false): Value {
  const [height, width] = window;
  if (isWholeMap(window)) {
    const share = 1 / (height.size * width.size);
    return mul(dOutput, filled(dOutput, [1, 1, height.input, width.input], share));
  }
  const shares = mul(dOutput, countPadding ? 1 / (height.size * width.size) : sharesOf(dOutput, window));
  if (isTiled(window)) {
    const [coveredHeight, coveredWidth] = coveredBy(window);
    const spreadShares = spread(shares, [height.size, width.size]);
    const uncovered = [0, 0, height.input - coveredHeight, width.input - coveredWidth];
    return pad(spreadShares, [0, 0, 0, 0], uncovered);
  }
  const channels = dOutput.shape[1]!;
  const ones = filled(dOutput, [channels, 1, height.size, width.size], 1);
  return convTranspose(shares, ones, window, channels);
}

const isWholeMap = (window: Window): boolean =>
  window.every(({ size, input, output }) => output === 1 && size === input);

/** `[1, 1, h, w]`: for each window, 1 / number of its elements that are not padding. */
function sharesOf({ graph }: Value, [height, width]: Window): Value {
  const columns = countsOf(width);
  const shares = countsOf(height).flatMap((row) => columns.map((column) => 1 / (row * column)));
  return graph.constant(Float32Array.from(shares), [1, 1, height.output, width.output]);
}

/** For each output along an axis, how many elements of its window are not padding. */
const countsOf = ({ size, stride, padBefore, input, output }: WindowAxis): number[] =>
  Array.from({ length: output }, (_, i) => {
    const start = i * stride - padBefore;
    return Math.min(start + size, input) - Math.max(start, 0);
  });
