import { requireNone } from "../option-checks.js";
import { countsPerClass, mean, recallOf } from "./class-scores.js";
import { checkedInput, type MetricInput, withProbabilities } from "./input.js";
import type { Tally } from "./tally.js";

/** Share of samples that were given their class. */
export const accuracy = (input: MetricInput): number =>
  accuracyOf(checkedInput("accuracy", input, "labels").tally);

/** Mean of the classes' recalls; classes without samples are left out, as in scikit-learn. */
export const balancedAccuracy = (input: MetricInput): number =>
  balancedAccuracyOf(checkedInput("balancedAccuracy", input, "labels").tally);

/**
 * Share of samples whose class is among the k most likely; of equal probabilities the last class ranks first, as in
 * scikit-learn's `top_k_accuracy_score`.
 *
 * @param options `k`: 1 or more. Default 2
 */
export function topKAccuracy(input: MetricInput, { k = 2 }: { readonly k?: number } = {}): number {
  requireNone(
    "Cannot compute topKAccuracy",
    Number.isSafeInteger(k) && k > 0 ? [] : [`expected k to be a whole number from 1, received ${k}`],
  );
  return topKAccuracyOf(withProbabilities("topKAccuracy", input).tally, k);
}

export function accuracyOf({ confusion, classes, weight }: Tally): number {
  let correct = 0;
  for (let index = 0; index < classes; index++) correct += confusion[index * classes + index]!;
  return correct / weight;
}

export const balancedAccuracyOf = ({ confusion, classes }: Tally): number =>
  mean(
    countsPerClass(confusion, classes)
      .filter(({ support }) => support > 0)
      .map(recallOf),
  );

export function topKAccuracyOf({ rankWeights, weight }: Tally, k: number): number {
  let within = 0;
  for (let rank = 0; rank < Math.min(k, rankWeights.length); rank++) within += rankWeights[rank]!;
  return within / weight;
}
