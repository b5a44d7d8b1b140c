import { accuracyOf, balancedAccuracyOf, topKAccuracyOf } from "./accuracy.js";
import { cohenKappaOf, type KappaWeights, matthewsCorrelationOf } from "./agreement.js";
import { averagePrecision } from "./average-precision.js";
import {
  expectedCalibrationError,
  expectedCalibrationErrorOf,
  maximumCalibrationErrorOf,
} from "./calibration-error.js";
import { type Counts, fBetaOf, jaccardOf, precisionOf, recallOf } from "./class-scores.js";
import { checkedInput, type MetricInput, type Needs } from "./input.js";
import { averageOf } from "./precision-recall.js";
import { brierScoreOf, explainedLogLossOf, logLossOf } from "./probability-scores.js";
import { rocAuc } from "./roc-auc.js";
import type { Tally } from "./tally.js";

/** A number that says how good predictions are. */
export interface Metric {
  /** For people. */
  readonly title: string;
  readonly better: "higher" | "lower";
  readonly needs: Needs;
  /** @throws EvaluationInputError with everything that is wrong with the input */
  compute(input: MetricInput): number;
  /** Of counts that batches were added to; not there where a metric ranks all samples. */
  ofTally?(tally: Tally): number;
}

const counted = (
  title: string,
  better: Metric["better"],
  needs: Needs,
  ofTally: (tally: Tally) => number,
): Metric => ({
  title,
  better,
  needs,
  ofTally,
  compute: (input) => ofTally(checkedInput(title, input, needs).tally),
});

const ranked = (
  title: string,
  better: Metric["better"],
  compute: (input: MetricInput) => number,
): Metric => ({
  title,
  better,
  needs: "probabilities",
  compute,
});

const averaged = (
  title: string,
  average: "micro" | "macro" | "weighted",
  of: (counts: Counts) => number,
): Metric => counted(`${title}, ${average}`, "higher", "labels", (tally) => averageOf(tally, average, of));

const kappa = (title: string, weights: KappaWeights): Metric =>
  counted(title, "higher", "labels", (tally) => cohenKappaOf(tally, weights));

const top = (k: number): Metric =>
  counted(`Top-${k} accuracy`, "higher", "probabilities", (tally) => topKAccuracyOf(tally, k));

const f1Of = (counts: Counts): number => fBetaOf(counts, 1);

/** Metrics by name: scikit-learn's name for a scorer, where it has one. A new metric is a line here. */
export const METRICS = {
  accuracy: counted("Accuracy", "higher", "labels", accuracyOf),
  balanced_accuracy: counted("Balanced accuracy", "higher", "labels", balancedAccuracyOf),
  top_3_accuracy: top(3),
  top_5_accuracy: top(5),
  precision_micro: averaged("Precision", "micro", precisionOf),
  precision_macro: averaged("Precision", "macro", precisionOf),
  precision_weighted: averaged("Precision", "weighted", precisionOf),
  recall_micro: averaged("Recall", "micro", recallOf),
  recall_macro: averaged("Recall", "macro", recallOf),
  recall_weighted: averaged("Recall", "weighted", recallOf),
  f1_micro: averaged("F1", "micro", f1Of),
  f1_macro: averaged("F1", "macro", f1Of),
  f1_weighted: averaged("F1", "weighted", f1Of),
  jaccard_micro: averaged("Jaccard index", "micro", jaccardOf),
  jaccard_macro: averaged("Jaccard index", "macro", jaccardOf),
  jaccard_weighted: averaged("Jaccard index", "weighted", jaccardOf),
  cohen_kappa: kappa("Cohen's kappa", "none"),
  cohen_kappa_linear: kappa("Cohen's kappa, linear weights", "linear"),
  cohen_kappa_quadratic: kappa("Cohen's kappa, quadratic weights", "quadratic"),
  matthews_corrcoef: counted("Matthews correlation", "higher", "labels", matthewsCorrelationOf),
  log_loss: counted("Log loss", "lower", "probabilities", logLossOf),
  d2_log_loss_score: counted("Explained log loss (D²)", "higher", "probabilities", explainedLogLossOf),
  brier_score: counted("Brier score", "lower", "probabilities", brierScoreOf),
  expected_calibration_error: counted(
    "Expected calibration error, 15 bins of equal width",
    "lower",
    "probabilities",
    expectedCalibrationErrorOf,
  ),
  maximum_calibration_error: counted(
    "Maximum calibration error, 15 bins of equal width",
    "lower",
    "probabilities",
    maximumCalibrationErrorOf,
  ),
  adaptive_calibration_error: ranked("Expected calibration error, 15 bins of equal size", "lower", (input) =>
    expectedCalibrationError(input, { strategy: "quantile" }),
  ),
  roc_auc_ovr: ranked("ROC AUC, one class against the rest", "higher", (input) => rocAuc(input)),
  roc_auc_ovr_weighted: ranked("ROC AUC, one class against the rest, weighted", "higher", (input) =>
    rocAuc(input, { average: "weighted" }),
  ),
  roc_auc_ovo: ranked("ROC AUC, pairs of classes", "higher", (input) => rocAuc(input, { multiClass: "ovo" })),
  roc_auc_ovo_weighted: ranked("ROC AUC, pairs of classes, weighted", "higher", (input) =>
    rocAuc(input, { multiClass: "ovo", average: "weighted" }),
  ),
  average_precision_micro: ranked("Average precision, micro", "higher", (input) =>
    averagePrecision(input, { average: "micro" }),
  ),
  average_precision_macro: ranked("Average precision, macro", "higher", (input) => averagePrecision(input)),
  average_precision_weighted: ranked("Average precision, weighted", "higher", (input) =>
    averagePrecision(input, { average: "weighted" }),
  ),
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];
