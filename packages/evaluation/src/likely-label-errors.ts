import { type MetricInput, type WithProbabilities, withProbabilities } from "./metrics/input.js";
import { mostLikely } from "./metrics/most-likely.js";

/** An image whose label is probably wrong. */
export interface LikelyLabelError {
  /** Position in the data set. */
  readonly index: number;
  /** The class that it is said to be of. */
  readonly label: number;
  /** The class that it is probably of. */
  readonly suggested: number;
  /** Likelihood of the class that it is said to be of, 0..1: the less, the surer the error. */
  readonly selfConfidence: number;
  /** Likelihood of the class that it is probably of, 0..1. */
  readonly suggestedConfidence: number;
}

/** Both images where one is as likely as the mean are counted, whatever the last bits of a mean. */
const TOLERANCE = 1e-6;

/**
 * Likely label errors by confident learning (Northcutt, Jiang and Chuang 2021): an image counts as one of class j where j is as
 * likely as it is, in the mean, for the images that are labelled j. So a class that the model is never sure of is measured by
 * its own measure. Errors are the images that count as one of another class than their label says, by the likeliest of such
 * classes, and that the model as a whole takes for another class.
 *
 * @param input `probabilities` or `logits` that a model gave which was trained without the image itself (out of fold): a model has
 *   learnt the wrong labels of those that it was trained on
 * @returns the surest error first, that is the one with the least self-confidence
 * @throws EvaluationInputError with everything that is wrong
 */
export function likelyLabelErrors(
  input: Pick<MetricInput, "labels" | "probabilities" | "logits" | "classNames">,
): LikelyLabelError[] {
  const checked = withProbabilities("likelyLabelErrors", input);
  const { probabilities, labels, classes } = checked;
  const thresholds = meanSelfConfidence(checked);
  const predicted = mostLikely(probabilities, classes).classes;
  const errors: LikelyLabelError[] = [];
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index]!;
    const row = probabilities.subarray(index * classes, (index + 1) * classes);
    const suggested = confidentClass(row, thresholds);
    if (suggested === undefined || suggested === label || predicted[index] === label) continue;
    errors.push({
      index,
      label,
      suggested,
      selfConfidence: row[label]!,
      suggestedConfidence: row[suggested]!,
    });
  }
  return errors.sort((a, b) => a.selfConfidence - b.selfConfidence || a.index - b.index);
}

/** [classes]: how likely its own images are of it, in the mean. No image counts as one of a class without images. */
function meanSelfConfidence({ probabilities, labels, classes }: WithProbabilities): Float64Array {
  const sums = new Float64Array(classes);
  const counts = new Float64Array(classes);
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index]!;
    sums[label]! += probabilities[index * classes + label]!;
    counts[label]!++;
  }
  return sums.map((sum, label) => (counts[label] === 0 ? Number.POSITIVE_INFINITY : sum / counts[label]!));
}

/** The likeliest of the classes that are as likely as their threshold says. */
function confidentClass(row: ArrayLike<number>, thresholds: Float64Array): number | undefined {
  let best: number | undefined;
  for (let c = 0; c < thresholds.length; c++) {
    if (row[c]! >= thresholds[c]! - TOLERANCE && (best === undefined || row[c]! > row[best]!)) best = c;
  }
  return best;
}
