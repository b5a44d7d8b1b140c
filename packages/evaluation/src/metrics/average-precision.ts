import { type Checks, oneOf, optionProblems } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { classRanking, RankCounts } from "./class-ranking.js";
import { mean, weightedMean } from "./class-scores.js";
import { type MetricInput, type WithProbabilities, withProbabilities } from "./input.js";
import type { Average } from "./precision-recall.js";
import { SortedScores } from "./sorted-scores.js";

export interface AveragePrecisionOptions {
  /** Over classes, each against the rest; "micro": every pair of sample and class is one decision. Default "macro" */
  readonly average?: Exclude<Average, "none">;
}

const CHECKS: Checks<AveragePrecisionOptions> = { average: oneOf("micro", "macro", "weighted") };

/**
 * Area under the precision-recall curve in steps (no interpolation), as scikit-learn's `average_precision_score`: of two
 * classes it is that of the second, whatever the average. A class without samples has 0.
 */
export function averagePrecision(input: MetricInput, options: AveragePrecisionOptions = {}): number {
  requireNone("Cannot compute averagePrecision", optionProblems("averagePrecision", options, CHECKS));
  const checked = withProbabilities("averagePrecision", input);
  const { average = "macro" } = options;
  if (average === "micro" && checked.classes !== 2) return microAverage(checked);
  const { averagePrecisions, weights } = classRanking(checked);
  const values = Array.from(averagePrecisions);
  if (values.length === 2) return values[1]!;
  return average === "weighted" ? weightedMean(values, Array.from(weights)) : mean(values);
}

/** The true classes' probabilities among all others. */
function microAverage({ labels, classes, probabilities, weights }: WithProbabilities): number {
  const own = probabilities.slice(0, labels.length);
  for (let row = 0; row < own.length; row++) own[row] = probabilities[row * classes + labels[row]!]!;
  const sorted = new SortedScores(own);
  const { values } = sorted;
  const counts = new RankCounts(values.length);
  for (let row = 0, start = 0; row < labels.length; row++, start += classes) {
    const weight = weights === undefined ? 1 : weights[row]!;
    for (let column = 0; column < classes; column++) {
      const score = probabilities[start + column]!;
      const below = sorted.countBelow(score);
      if (column === labels[row]) counts.positive[below]! += weight;
      else counts.others[below < values.length && values[below] === score ? below + 1 : below]! += weight;
    }
  }
  counts.close();
  return counts.averagePrecision();
}
