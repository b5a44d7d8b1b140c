import type { Value } from "../graph/graph.js";
import { add, div, mul, sqrt, sub } from "../graph/ops/elementwise.js";
import { sum } from "../graph/ops/reduce.js";

/**
 * `x̂ = (x − μ) / √(σ² + ε)`, mean and variance along one axis. With g = dL/dx̂,
 * `dx = (g − mean(g) − x̂ · mean(g x̂)) / √(σ² + ε)`.
 */
export function standardize(
  x: Value,
  axis: number,
  epsilon: number,
): { standardized: Value; backward: (gradient: Value) => Value } {
  const meanOf = (value: Value) => mul(sum(value, [axis], true), 1 / x.shape[axis]!);
  const distance = sub(x, meanOf(x));
  const inverse = div(1, sqrt(add(meanOf(mul(distance, distance)), epsilon)));
  const standardized = mul(distance, inverse);
  return {
    standardized,
    backward: (gradient) =>
      mul(
        sub(sub(gradient, meanOf(gradient)), mul(standardized, meanOf(mul(gradient, standardized)))),
        inverse,
      ),
  };
}
