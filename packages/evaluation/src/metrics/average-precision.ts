import { type Checks, oneOf, optionProblems } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { classRanking } from "./class-ranking.js";
import { mean, weightedMean } from "./class-scores.js";
import { type MetricInput, type WithProbabilities, withProbabilities } from "./input.js";
import type { Average } from "./precision-recall.js";
import { RankCounts } from "./rank-counts.js";
import { groupBySize, SortedScores } from "./sorted-scores.js";

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

/** So many scores are placed at once. */
const CHUNK = 2 ** 19;

/** The true classes' probabilities among all others. */
function microAverage({ labels, classes, probabilities, weights }: WithProbabilities): number {
  const own = probabilities.slice(0, labels.length);
  for (let row = 0; row < own.length; row++) own[row] = probabilities[row * classes + labels[row]!]!;
  const sorted = new SortedScores(own.slice());
  const counts = new RankCounts(sorted.values.length);
  for (const [row, at] of sorted.indicesOf(own).entries()) {
    counts.addPositive(2 * at + 1, weights === undefined ? 1 : weights[row]!);
  }
  const size = Math.min(CHUNK, probabilities.length);
  const grouped = probabilities.slice(0, size);
  const [order, places] = [new Int32Array(size), new Int32Array(size)];
  for (let first = 0; first < probabilities.length; first += size) {
    const scores = probabilities.subarray(first, first + size);
    groupBySize(scores, grouped, order);
    const chunk = places.subarray(0, scores.length);
    sorted.place(grouped.subarray(0, scores.length), chunk);
    counts.addAll(chunk, weights && ((i) => weights[Math.floor((first + order[i]!) / classes)]!));
  }
  return counts.averagePrecision();
}
