/** A linear axis. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** From `low` to `high`. */
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** To 1, 2, 2.5 or 5 times a power of ten. */
function stepFrom(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return STEPS.find((factor) => factor * power >= rough * 0.999)! * power;
}

/** From a round number at or below `low` to one at or above `high`, with about `count` steps. */
export function roundScale(low: number, high: number, count: number): Scale {
  const [from, to] = apart(low, high);
  const step = stepFrom((to - from) / count);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
  return { low: ticks[0]!, high: ticks.at(-1)!, ticks };
}

/** From 0 to a round number at or above `high`. */
export const scaleTo = (high: number, count: number): Scale => roundScale(0, high, count);

/** Values that are all the same get room on both sides; zero alone is the lower end. */
function apart(low: number, high: number): readonly [low: number, high: number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > 1e-9 * size) return [low, high];
  return size === 0 ? [0, 1] : [low - 0.1 * size, high + 0.1 * size];
}

/** Ends where the numbers end; ticks are whole, and at most about `most`, so that their labels do not touch. */
export function wholeScale(low: number, high: number, most: number): Scale {
  if (low === high) return { low: low - 1, high: high + 1, ticks: [low] };
  const step = stepFrom((high - low) / Math.min(high - low, most));
  const first = Math.ceil(low / step);
  const ticks = Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
  return { low, high, ticks: ticks.filter(Number.isInteger) };
}

/** Every one ends at exactly 1. */
const SHARE_SCALES: readonly Scale[] = [
  { low: 0.98, high: 1, ticks: [0.98, 0.985, 0.99, 0.995, 1] },
  { low: 0.9, high: 1, ticks: [0.9, 0.925, 0.95, 0.975, 1] },
  { low: 0.8, high: 1, ticks: [0.8, 0.85, 0.9, 0.95, 1] },
  { low: 0.5, high: 1, ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1] },
];

/** All that a share can be. */
export const WHOLE_SHARE: Scale = { low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };

/** The closest view up to 1 that still shows all of these shares, such as accuracies. */
export const shareScale = (shares: readonly number[]): Scale =>
  (shares.length > 0 && SHARE_SCALES.find(({ low }) => shares.every((share) => share >= low))) || WHOLE_SHARE;

/** Tukey's fences for values that are far out. */
const FENCE = 3;
/** In nats: what is below is never far out, so that a steep start of a good training is shown whole. */
const USUAL_LOSS = 1;
/** An axis that ends a few times higher than the rest still shows the rest. */
const BEARABLE = 5;

/**
 * A scale from 0 for losses. Where a few are so large that the others would be one flat line it ends below them, and
 * `lineChart` marks them at its edge: those more than five times the upper quartile plus three times the distance of the
 * quartiles, which is taken as 1 at least.
 *
 * @param losses finite and not negative
 */
export function lossScale(losses: readonly number[], count: number): Scale {
  const sorted = [...losses].sort((a, b) => a - b);
  if (sorted.length === 0) return scaleTo(1, count);
  const quantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  const fence = Math.max(USUAL_LOSS, quantile(0.75) + FENCE * (quantile(0.75) - quantile(0.25)));
  const shown = sorted.at(-1)! <= BEARABLE * fence ? sorted : sorted.filter((value) => value <= fence);
  return scaleTo(shown.at(-1)!, count);
}

/** From values of a scale to pixels between `from` and `to`. */
export const along =
  ({ low, high }: Pick<Scale, "low" | "high">, from: number, to: number) =>
  (value: number): number =>
    from + ((to - from) * (value - low)) / (high - low);
