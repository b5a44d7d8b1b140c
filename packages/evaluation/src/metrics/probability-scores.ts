import { countsPerClass } from "./class-scores.js";
import { type MetricInput, withProbabilities } from "./input.js";
import type { Tally } from "./tally.js";

/**
 * Mean of −ln p(true class), p clipped to [ε, 1 − ε] with the ε of the numbers' type as in scikit-learn: 2⁻²³ for
 * Float32Array, 2⁻⁵² for others. Computed in float64.
 */
export const logLoss = (input: MetricInput): number => logLossOf(withProbabilities("logLoss", input).tally);

/**
 * Brier score: mean of Σ over classes of (p − [is the true class])², 0..2; half of it for one or two classes, where it
 * is (1 − p(true class))², as scikit-learn has it since 1.7.
 */
export const brierScore = (input: MetricInput): number =>
  brierScoreOf(withProbabilities("brierScore", input).tally);

/**
 * D² of the log loss: the share of the loss that is gone compared with always saying how frequent the classes are. 1 at best,
 * 0 for just that, below 0 for worse; NaN where all samples are of one class.
 */
export const explainedLogLoss = (input: MetricInput): number =>
  explainedLogLossOf(withProbabilities("explainedLogLoss", input).tally);

export const logLossOf = ({ lossSum, weight }: Tally): number => lossSum / weight;

export const brierScoreOf = ({ squareSum, classes, weight }: Tally): number =>
  squareSum / weight / (classes < 3 ? 2 : 1);

export function explainedLogLossOf({ confusion, classes, weight, lossSum }: Tally): number {
  const baseline = countsPerClass(confusion, classes)
    .filter(({ support }) => support > 0)
    .reduce((sum, { support }) => sum - support * Math.log(support / weight), 0);
  return baseline === 0 ? Number.NaN : 1 - lossSum / baseline;
}
