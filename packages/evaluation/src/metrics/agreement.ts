import { type Checks, oneOf, optionProblems } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { countsPerClass } from "./class-scores.js";
import { checkedInput, type MetricInput } from "./input.js";
import type { Tally } from "./tally.js";

/** How a mistake counts: all the same, or by the distance of the classes' indices (where classes are grades). */
export type KappaWeights = "none" | "linear" | "quadratic";

export interface CohenKappaOptions {
  /** Default "none". */
  readonly weights?: KappaWeights;
}

const CHECKS: Checks<CohenKappaOptions> = { weights: oneOf("none", "linear", "quadratic") };

/**
 * Cohen's kappa: how much better than by chance labels and predictions agree, 1 at best, 0 for chance; NaN where all
 * labels and predictions are one class. Cohen 1960; weights: Cohen 1968.
 */
export function cohenKappa(input: MetricInput, options: CohenKappaOptions = {}): number {
  requireNone("Cannot compute cohenKappa", optionProblems("cohenKappa", options, CHECKS));
  return cohenKappaOf(checkedInput("cohenKappa", input, "labels").tally, options.weights ?? "none");
}

/**
 * Matthews correlation of labels and predictions, −1..1, for any number of classes (Gorodkin's R_K); 0 where labels or
 * predictions are all one class.
 */
export const matthewsCorrelation = (input: MetricInput): number =>
  matthewsCorrelationOf(checkedInput("matthewsCorrelation", input, "labels").tally);

const COSTS: Readonly<Record<KappaWeights, (distance: number) => number>> = {
  none: (distance) => (distance === 0 ? 0 : 1),
  linear: Math.abs,
  quadratic: (distance) => distance ** 2,
};

/** 1 − Σ cost·observed / Σ cost·expected, expected = row sum · column sum / all. */
export function cohenKappaOf({ confusion, classes, weight }: Tally, weights: KappaWeights): number {
  const counts = countsPerClass(confusion, classes);
  const cost = COSTS[weights];
  let observed = 0;
  let expected = 0;
  for (let truth = 0; truth < classes; truth++) {
    for (let predicted = 0; predicted < classes; predicted++) {
      const mistake = cost(truth - predicted);
      observed += mistake * confusion[truth * classes + predicted]!;
      expected += (mistake * counts[truth]!.support * counts[predicted]!.predicted) / weight;
    }
  }
  return expected === 0 ? Number.NaN : 1 - observed / expected;
}

/** Covariance of labels and predictions over the root of the product of their variances, all times the square of the number of samples. */
export function matthewsCorrelationOf({ confusion, classes, weight }: Tally): number {
  let both = 0;
  let ofPredictions = weight ** 2;
  let ofLabels = weight ** 2;
  for (const { hits, support, predicted } of countsPerClass(confusion, classes)) {
    both += hits * weight - support * predicted;
    ofPredictions -= predicted ** 2;
    ofLabels -= support ** 2;
  }
  const product = ofPredictions * ofLabels;
  return product === 0 ? 0 : both / Math.sqrt(product);
}
