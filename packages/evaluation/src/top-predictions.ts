import { EvaluationInputError } from "./errors.js";
import { requireLimit } from "./option-checks.js";

export interface ClassProbability {
  readonly class: string;
  /** 0..1 */
  readonly probability: number;
}

/**
 * The `k` most likely classes of one image, most likely first; equal probabilities in class order.
 *
 * @param probabilities [classes], one row of a prediction
 * @param k default 5; all classes when there are fewer
 * @throws EvaluationInputError when there is not one probability a class, or k is no whole number from 1.
 */
export function topPredictions(
  probabilities: ArrayLike<number>,
  classNames: readonly string[],
  k = 5,
): ClassProbability[] {
  requireLimit("topPredictions", "k", k, 1);
  if (probabilities.length !== classNames.length) {
    throw new EvaluationInputError("Cannot rank classes", [
      `received ${probabilities.length} probabilities for ${classNames.length} classes, expected one a class: pass one row at a time`,
    ]);
  }
  return classNames
    .map((name, index) => ({ class: name, probability: probabilities[index]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, k);
}
