import type { Value } from "../graph/graph.js";
import { isAtBound, isPositive, mul, sub } from "../graph/ops/elementwise.js";

/**
 * The gradient of each position of max pooling windows, of which the first maximum takes all: from the maxima of
 * the positions 0 to k of each window, for every k.
 *
 * Position k takes the gradient where the maximum is found among 0 to k and was not among those before. All tensors
 * have the extent of the pooled maps, a quarter or a ninth of the others, so that they stay in the processor's cache.
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

/** The gradient of a maximum for each of its elements: the first that equals it takes all. */
export function shareOut(gradient: Value, allButLast: readonly Value[], maximum: Value): Value[] {
  let rest = gradient;
  const shares = allButLast.map((element) => {
    const share = mul(isAtBound(element, maximum), rest);
    rest = sub(rest, share);
    return share;
  });
  return [...shares, rest];
}

/** Below every float32 activation, yet finite, so that differences to it stay numbers. */
export const LOWEST = -3e38;
