import { type Checks, flag, optionProblems, wholeNumber } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { type MetricInput, type WithProbabilities, withProbabilities } from "./input.js";
import { SortedScores } from "./sorted-scores.js";

export interface CurveOptions {
  /** Class index of the positives; all other classes are negatives. Default 1, of one class 0 */
  readonly positive?: number;
  /** Leave out thresholds that do not change the drawing. Default: true for ROC, false for precision and recall */
  readonly dropIntermediate?: boolean;
}

/** Points from the highest threshold to the lowest. */
export interface RocCurve {
  /** [points], share of the negatives at the threshold or above; NaN without negatives. */
  readonly falsePositiveRates: readonly number[];
  /** [points], share of the positives at the threshold or above; NaN without positives. */
  readonly truePositiveRates: readonly number[];
  /** [points], the first is Infinity: nothing is above it. */
  readonly thresholds: readonly number[];
}

/** Points from the lowest threshold to the highest. */
export interface PrecisionRecallCurve {
  /** [points], the last is 1. */
  readonly precisions: readonly number[];
  /** [points], the last is 0; all others 1 where there are no positives. */
  readonly recalls: readonly number[];
  /** [points − 1] */
  readonly thresholds: readonly number[];
}

const CHECKS: Checks<CurveOptions> = { positive: wholeNumber, dropIntermediate: flag };

/** False and true positive rates of one class against the rest at every threshold, as scikit-learn's `roc_curve`. */
export function rocCurve(input: MetricInput, options: CurveOptions = {}): RocCurve {
  const counts = thresholdCounts("rocCurve", input, options);
  const points = options.dropIntermediate === false ? counts : thinned(counts, isCorner);
  const { truePositives, falsePositives } = points;
  const positives = truePositives.at(-1)!;
  const negatives = falsePositives.at(-1)!;
  return {
    falsePositiveRates: [0, ...falsePositives].map((count) => count / negatives),
    truePositiveRates: [0, ...truePositives].map((count) => count / positives),
    thresholds: [Number.POSITIVE_INFINITY, ...points.thresholds],
  };
}

/** Precision and recall of one class against the rest at every threshold, as scikit-learn's `precision_recall_curve`. */
export function precisionRecallCurve(input: MetricInput, options: CurveOptions = {}): PrecisionRecallCurve {
  const counts = thresholdCounts("precisionRecallCurve", input, options);
  const points = options.dropIntermediate ? thinned(counts, isNewRecall) : counts;
  const { truePositives, falsePositives } = points;
  const positives = truePositives.at(-1)!;
  const precisions = truePositives.map((hits, i) => hits / (hits + falsePositives[i]!));
  return {
    precisions: [...precisions.reverse(), 1],
    recalls: [...truePositives.map((hits) => (positives === 0 ? 1 : hits / positives)).reverse(), 0],
    thresholds: [...points.thresholds].reverse(),
  };
}

/** Σ weights of samples at a threshold or above, thresholds descending. */
export interface ThresholdCounts {
  readonly thresholds: readonly number[];
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
}

/** @throws EvaluationInputError for wrong options and input */
export function thresholdCounts(owner: string, input: MetricInput, options: CurveOptions): ThresholdCounts {
  requireNone(`Cannot compute ${owner}`, optionProblems(owner, options, CHECKS));
  const checked = withProbabilities(owner, input);
  const { positive = Math.min(1, checked.classes - 1) } = options;
  requireNone(
    `Cannot compute ${owner}`,
    positive < checked.classes
      ? []
      : [`expected positive to be below ${checked.classes}, the number of classes, received ${positive}`],
  );
  return countAbove(checked, positive);
}

function countAbove(
  { probabilities, labels, classes, weights }: WithProbabilities,
  positive: number,
): ThresholdCounts {
  const weightOf = (row: number) => (weights === undefined ? 1 : weights[row]!);
  const rows = Array.from({ length: labels.length }, (_, row) => row).filter((row) => weightOf(row) > 0);
  const scores = Float64Array.from(rows, (row) => probabilities[row * classes + positive]!);
  const sorted = new SortedScores(scores.slice());
  const { values } = sorted;
  const truePositives = new Array<number>(values.length).fill(0);
  const falsePositives = new Array<number>(values.length).fill(0);
  for (const [i, at] of sorted.indicesOf(scores).entries()) {
    const counts = labels[rows[i]!] === positive ? truePositives : falsePositives;
    counts[values.length - 1 - at]! += weightOf(rows[i]!);
  }
  for (const counts of [truePositives, falsePositives]) {
    for (let i = 1; i < counts.length; i++) counts[i]! += counts[i - 1]!;
  }
  return { thresholds: Array.from(values).reverse(), truePositives, falsePositives };
}

/** The first and the last point always stay. */
function thinned(
  counts: ThresholdCounts,
  isKept: (counts: ThresholdCounts, index: number) => boolean,
): ThresholdCounts {
  const last = counts.thresholds.length - 1;
  const keep = (_: number, i: number) => i === 0 || i === last || isKept(counts, i);
  return {
    thresholds: counts.thresholds.filter(keep),
    truePositives: counts.truePositives.filter(keep),
    falsePositives: counts.falsePositives.filter(keep),
  };
}

/** Whether the line turns, or steps of another length begin. */
const isCorner = ({ truePositives, falsePositives }: ThresholdCounts, i: number): boolean =>
  [truePositives, falsePositives].some(
    (counts) => counts[i + 1]! - counts[i]! !== counts[i]! - counts[i - 1]!,
  );

const isNewRecall = ({ truePositives }: ThresholdCounts, i: number): boolean =>
  truePositives[i] !== truePositives[i - 1] || truePositives[i] !== truePositives[i + 1];
