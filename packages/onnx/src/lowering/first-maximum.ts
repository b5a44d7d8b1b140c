import type { Value } from "../graph/graph.js";
import { isAtBound, isPositive, mul, sub } from "../graph/ops/elementwise.js";

/**
 * The gradient of each position of max pooling windows. The first maximum of a window gets the whole gradient.
 * `maximaUpTo[k]` is, for each window, the maximum of its positions 0 to k.
 *
 *     position k gets the gradient   where maximaUpTo[k] = maximum and maximaUpTo[k − 1] < maximum
 *
 * All tensors have the size of the pooled maps, a quarter or a ninth of the input's, so they stay in the processor's
 * cache.
 */
export function gradientsOfPositions(maximaUpTo: readonly Value[], dOutput: Value): Value[] {
  const maximum = maximaUpTo.at(-1)!;
  let remaining = dOutput;
  const gradients = maximaUpTo.slice(0, -1).map((maximumSoFar) => {
    const left = mul(dOutput, isPositive(sub(maximum, maximumSoFar)));
    const taken = sub(remaining, left);
    remaining = left;
    return taken;
  });
  return [...gradients, remaining];
}

/**
 * The share of each element in the gradient of their maximum: the first element that equals it gets all. The last
 * element gets what is left, so it need not be given.
 */
export function shareOut(gradient: Value, allButLast: readonly Value[], maximum: Value): Value[] {
  let rest = gradient;
  const shares = allButLast.map((element) => {
    const share = mul(isAtBound(element, maximum), rest);
    rest = sub(rest, share);
    return share;
  });
  return [...shares, rest];
}

/** Below every activation in float32. It is finite, because differences to −∞ would be NaN. */
export const LOWEST = -3e38;
