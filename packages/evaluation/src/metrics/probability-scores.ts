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

export const logLossOf = ({ lossSum, weight }: Tally): number => lossSum / weight;

export const brierScoreOf = ({ squareSum, classes, weight }: Tally): number =>
  squareSum / weight / (classes < 3 ? 2 : 1);
