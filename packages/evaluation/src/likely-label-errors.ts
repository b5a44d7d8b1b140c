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

/** An image counts as one of a class although its likelihood is less by the last bits of a mean. */
const TOLERANCE = 1e-6;

/**
 * Likely label errors by confident learning (Northcutt, Jiang and Chuang 2021). An image counts as one of class j where j is as
 * likely as it is, in the mean, for the images that are labelled j: so a class that the model is never sure of is measured by
 * its own measure. How many images labelled i count as j says how many of them are wrong, and errors are so many images labelled i
 * for which j is the most likelier than i (pruning by noise rate), if the model takes them for another class at all. They are the
 * images that cleanlab's `find_label_issues` gives, but for ties in rounding their number.
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
  const imagesOf: number[][] = Array.from({ length: classes }, () => []);
  for (let index = 0; index < labels.length; index++) imagesOf[labels[index]!]!.push(index);
  const joint = confidentJoint(checked, imagesOf);
  const pruned = imagesOf.flatMap((images, label) => {
    // The only image of a class stays, whatever it looks like.
    if (images.length < 2) return [];
    const counts = scaledTo(images.length, joint.subarray(label * classes, (label + 1) * classes));
    const marginTo = (index: number, other: number) =>
      probabilities[index * classes + other]! - probabilities[index * classes + label]!;
    return counts.flatMap((count, other) =>
      other === label || count === 0
        ? []
        : [...images].sort((a, b) => marginTo(b, other) - marginTo(a, other)).slice(0, count),
    );
  });
  const predicted = mostLikely(probabilities, classes).classes;
  return [...new Set(pruned)]
    .filter((index) => predicted[index] !== labels[index])
    .map((index) => ({
      index,
      label: labels[index]!,
      suggested: predicted[index]!,
      selfConfidence: probabilities[index * classes + labels[index]!]!,
      suggestedConfidence: probabilities[index * classes + predicted[index]!]!,
    }))
    .sort((a, b) => a.selfConfidence - b.selfConfidence || a.index - b.index);
}

/** [label, class]: how many images with a label count as one of a class. */
function confidentJoint(
  { probabilities, classes }: WithProbabilities,
  imagesOf: readonly (readonly number[])[],
): Float64Array {
  const thresholds = imagesOf.map((images, label) => {
    const sum = images.reduce((total, index) => total + probabilities[index * classes + label]!, 0);
    return images.length === 0 ? Number.POSITIVE_INFINITY : sum / images.length;
  });
  const joint = new Float64Array(classes * classes);
  for (const [label, images] of imagesOf.entries()) {
    for (const index of images) {
      const row = probabilities.subarray(index * classes, (index + 1) * classes);
      const confident = confidentClass(row, thresholds);
      if (confident !== undefined) joint[label * classes + confident]!++;
    }
  }
  return joint;
}

/** The likeliest of the classes that are as likely as their threshold says. */
function confidentClass(row: ArrayLike<number>, thresholds: readonly number[]): number | undefined {
  let best: number | undefined;
  for (const [c, threshold] of thresholds.entries()) {
    if (row[c]! >= threshold - TOLERANCE && (best === undefined || row[c]! > row[best]!)) best = c;
  }
  return best;
}

/**
 * Counts in the same proportion with another sum, as whole numbers: where rounding changes the sum, those that it changed most give
 * back, of equals the last ones that lost and the first ones that won.
 */
function scaledTo(total: number, counts: Float64Array): number[] {
  const sum = counts.reduce((all, count) => all + count, 0);
  if (sum === 0) return [...counts];
  const exact = Array.from(counts, (count) => (count * total) / sum);
  const whole = exact.map(halfToEven);
  const missing = total - whole.reduce((all, count) => all + count, 0);
  const byLoss = [...exact.keys()].sort((a, b) => exact[a]! - whole[a]! - (exact[b]! - whole[b]!) || a - b);
  const changed = missing > 0 ? byLoss.slice(-missing) : byLoss.slice(0, -missing);
  for (const c of changed) whole[c]! += Math.sign(missing);
  return whole;
}

/** As NumPy rounds: 2.5 to 2, 3.5 to 4. */
const halfToEven = (value: number): number =>
  value % 1 === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
