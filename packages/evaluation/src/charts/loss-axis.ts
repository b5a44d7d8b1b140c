/** Where the axis of a chart ends that some values are far above. */
export interface ClippedAxis {
  readonly max: number;
  /** Between two ticks. */
  readonly interval: number;
}

/** Tukey's fences for values that are far out. */
const FENCE = 3;
/** In nats: what is below is never far out, so that a steep start of a good training is shown whole. */
const USUAL_LOSS = 1;
/** An axis that ends a few times higher than the rest still shows the rest. */
const BEARABLE = 5;
const TICKS = 4;

/**
 * The axis for losses of which a few are so large that the others would be one flat line; `undefined` where no value
 * is: more than five times the upper quartile plus three times the distance of the quartiles, which is taken as 1 at least.
 *
 * @param values finite
 */
export function clippedAxis(values: readonly number[]): ClippedAxis | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const quantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  const fence = Math.max(USUAL_LOSS, quantile(0.75) + FENCE * (quantile(0.75) - quantile(0.25)));
  if (sorted.at(-1)! <= BEARABLE * fence) return undefined;
  const largest = Math.max(...sorted.filter((value) => value <= fence));
  const interval = roundUp(largest / TICKS);
  return { max: Math.ceil(largest / interval) * interval, interval };
}

/** To 1, 2, 2.5 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 2.5, 5, 10].find((step) => step * power >= value * (1 - 1e-9))!;
}
