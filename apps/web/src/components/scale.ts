/** From data to pixels, linear. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** A scale from 0 to a round number at or above `high`, with about `count` steps. */
export function scaleTo(high: number, count: number): Scale {
  const rough = high / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.find((factor) => factor * power >= rough * 0.999)! * power;
  const steps = Math.max(1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(12)));
  return { low: 0, high: ticks.at(-1)!, ticks };
}

/** Whole numbers from 0 to `last`, so many that their labels do not touch. */
export function epochScale(last: number, most: number): Scale {
  const { ticks } = scaleTo(last, Math.min(last, most));
  return { low: 0, high: last, ticks: ticks.filter((tick) => Number.isInteger(tick) && tick <= last) };
}

/** Every one ends at exactly 1. */
const ACCURACY_SCALES: readonly Scale[] = [
  { low: 0.98, high: 1, ticks: [0.98, 0.985, 0.99, 0.995, 1] },
  { low: 0.9, high: 1, ticks: [0.9, 0.925, 0.95, 0.975, 1] },
  { low: 0.8, high: 1, ticks: [0.8, 0.85, 0.9, 0.95, 1] },
  { low: 0.5, high: 1, ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1] },
];
const WHOLE: Scale = { low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };

/** The closest view that still shows all of these accuracies. */
export const accuracyScale = (accuracies: readonly number[]): Scale =>
  (accuracies.length > 0 && ACCURACY_SCALES.find(({ low }) => accuracies.every((value) => value >= low))) ||
  WHOLE;
