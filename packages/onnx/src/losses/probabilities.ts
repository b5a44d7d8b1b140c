import type { Value } from "../graph/graph.js";
import { clip, div, isPositive, mul, sub } from "../graph/ops/elementwise.js";
import { sum } from "../graph/ops/reduce.js";

/** Keras's fuzz factor: probabilities are kept within [ε, 1 − ε]. */
const EPSILON = 1e-7;

/** Numbers kept within [ε, 1 − ε]; what was clipped has no gradient. */
export function clipped(x: Value): { p: Value; backward(dp: Value): Value } {
  return {
    p: clip(x, EPSILON, 1 - EPSILON),
    backward: (dp) => mul(dp, mul(isPositive(sub(x, EPSILON)), isPositive(sub(1 - EPSILON, x)))),
  };
}

/**
 * Outputs as Keras takes them for probabilities: made to sum to one, `q = y / Σy`, and clipped. With `g = dL/dq`,
 * `dL/dy = (g − Σ g q) / Σy`.
 */
export function normalized(outputs: Value): { p: Value; backward(dp: Value): Value } {
  const total = sum(outputs, [1], true);
  const q = div(outputs, total);
  const { p, backward } = clipped(q);
  return {
    p,
    backward(dp) {
      const g = backward(dp);
      return div(sub(g, sum(mul(g, q), [1], true)), total);
    },
  };
}
