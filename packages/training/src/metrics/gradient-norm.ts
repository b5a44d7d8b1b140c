import type { MetricSums } from "./measurement.js";
import type { Named } from "./metric.js";

/** L2 norm of all gradients together before clipping: the mean over an epoch's updates. Of training only. */
export const GRADIENT_NORM = { name: "gradient_norm", better: "lower" } as const satisfies Named;

const { name } = GRADIENT_NORM;

export function addNorm(sums: MetricSums, norm: number): MetricSums {
  const [total = 0, updates = 0] = sums[name] ?? [];
  return { ...sums, [name]: [total + norm, updates + 1] };
}

/** Nothing before the first update of an epoch. */
export function meanNorm(sums: MetricSums): Record<string, number> {
  const [total = 0, updates = 0] = sums[name] ?? [];
  return updates === 0 ? {} : { [name]: total / updates };
}
