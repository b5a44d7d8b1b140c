import type { Check } from "@imgcls/checks";
import { normalQuantile, normalShare } from "./normal.js";

/** Where the true value of a metric probably is. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** 0.95 for a 95% interval. */
  readonly level: number;
}

export const LEVEL: Check = {
  expected: "a number between 0 and 1",
  accepts: (value) => typeof value === "number" && value > 0 && value < 1,
};

type Ends = Pick<Interval, "low" | "high">;

/** The middle part of what resampling gave. */
export function percentileInterval(replicates: readonly number[], level: number): Ends {
  const sorted = Float64Array.from(replicates).sort();
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

/**
 * Bias-corrected and accelerated (Efron 1987): percentiles shifted by how many replicates are below the estimate, and by
 * the skewness of what leaving out samples does.
 *
 * @param leftOut the metric without each sample, or each group of samples
 */
export function bcaInterval(
  replicates: readonly number[],
  estimate: number,
  leftOut: readonly number[],
  level: number,
): Ends {
  const count = replicates.length;
  const below = replicates.filter((value) => value < estimate).length;
  const equal = replicates.filter((value) => value === estimate).length;
  // An estimate outside of all replicates would shift without limit.
  const share = Math.min(1 - 0.5 / count, Math.max(0.5 / count, (below + equal / 2) / count));
  const bias = normalQuantile(share);
  const acceleration = accelerationOf(leftOut);
  const sorted = Float64Array.from(replicates).sort();
  const end = (tail: number) => {
    const shifted = bias + normalQuantile(tail);
    return quantile(sorted, normalShare(bias + shifted / (1 - acceleration * shifted)));
  };
  return { low: end((1 - level) / 2), high: end((1 + level) / 2) };
}

/** Σ d³ / 6(Σ d²)^1.5, d = mean − value; 0 where all values are equal. */
function accelerationOf(leftOut: readonly number[]): number {
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length;
  let squares = 0;
  let cubes = 0;
  for (const value of leftOut) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** With straight lines between the values, as NumPy has it. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const at = Math.floor(place);
  const value = sorted[at]!;
  return at + 1 < sorted.length ? value + (place - at) * (sorted[at + 1]! - value) : value;
}
