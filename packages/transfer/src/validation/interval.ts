/** Where the accuracy on new images probably is: in 95 of 100 cases. */
export type Interval = readonly [low: number, high: number];

const NORMAL = 1.959964;

/**
 * The 95 % interval of an accuracy that is the mean of several trainings whose training images overlap: Student's t with the
 * variance corrected for the overlap (Nadeau and Bengio 2003), and no narrower than Wilson's interval for so many judged
 * images, which holds where all trainings are equally good.
 *
 * @param accuracies of each training
 * @param judged different images that were judged
 * @param ratio images that were judged in a training, as a share of those it was trained on
 */
export function accuracyInterval(accuracies: readonly number[], judged: number, ratio: number): Interval {
  const runs = accuracies.length;
  const mean = meanOf(accuracies);
  const [low, high] = wilson(mean, judged);
  if (runs < 2) return [low, high];
  const variance = accuracies.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs - 1);
  const half = studentQuantile(runs - 1) * Math.sqrt((1 / runs + ratio) * variance);
  return [Math.max(0, Math.min(low, mean - half)), Math.min(1, Math.max(high, mean + half))];
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Wilson 1927. */
function wilson(share: number, count: number): Interval {
  const square = NORMAL ** 2;
  const middle = (share + square / (2 * count)) / (1 + square / count);
  const half =
    (NORMAL / (1 + square / count)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count ** 2));
  return [middle - half, middle + half];
}

/** Exact for the smallest, where the series below is not. */
const FEW = [12.7062, 4.3027, 3.1824, 2.7764];

/** The 97.5 % quantile of Student's t (Abramowitz and Stegun 26.7.5), to 0.001. */
function studentQuantile(degrees: number): number {
  const z = NORMAL;
  return (
    FEW[degrees - 1] ??
    z +
      (z ** 3 + z) / (4 * degrees) +
      (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
      (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  );
}
