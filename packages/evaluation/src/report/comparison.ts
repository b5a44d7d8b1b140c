/** Another model on the same test images. */
import { type Check, object, text } from "@imgcls/checks";
import type { Predictions } from "../check-predictions.js";
import { type Prediction, predictionAt } from "../error-analysis.js";
import { mostLikely } from "../metrics/most-likely.js";
import { numbers } from "../option-checks.js";
import { pairedBootstrap } from "../statistics/bootstrap.js";
import { mcNemarTest } from "../statistics/mcnemar.js";

/** What a model is compared with. */
export interface Baseline {
  /** What people call it. */
  readonly name: string;
  /** [images, classes], of the same images and classes. */
  readonly probabilities: Float32Array;
}

/** How a model and a baseline differ on the same images. */
export interface Comparison {
  readonly baseline: string;
  /** The baseline's. */
  readonly accuracy: number;
  /** The model's accuracy minus the baseline's, with its interval (paired bootstrap, BCa, 95 %). */
  readonly difference: number;
  readonly interval: readonly [low: number, high: number];
  readonly bothRight: number;
  readonly onlyModelRight: number;
  readonly onlyBaselineRight: number;
  readonly bothWrong: number;
  /** McNemar's exact test: how often such a difference or a larger one would come about between equals. */
  readonly pValue: number;
  /** Up to 12 images that the baseline has right and the model wrong, those that the model is surest of first. */
  readonly lost: readonly Prediction[];
}

export const BASELINE: Check = {
  expected: "{ name, probabilities }, another model's on the same images",
  accepts: (value) =>
    object.accepts(value) &&
    text.accepts((value as Partial<Baseline>).name) &&
    numbers.accepts((value as Partial<Baseline>).probabilities),
};

const LOST = 12;
/** Half as many as usual: of ten thousand images they take a second, and the ends of the interval move by a few hundredths of a point. */
const RESAMPLES = 1000;

export function comparisonOf({ name, probabilities }: Baseline, predictions: Predictions): Comparison {
  const { labels, classNames } = predictions;
  const count = labels.length;
  const before = { probabilities, labels };
  const now = { probabilities: predictions.probabilities, labels };
  const { firstOnly, secondOnly, pValue } = mcNemarTest(before, now);
  const { estimate, low, high } = pairedBootstrap(before, now, "accuracy", { resamples: RESAMPLES });
  const theirs = mostLikely(probabilities, classNames.length).classes;
  const ours = mostLikely(predictions.probabilities, classNames.length).classes;
  const right = Array.from({ length: count }, (_, i) => i).filter((i) => theirs[i] === labels[i]);
  const lost = right
    .filter((i) => ours[i] !== labels[i])
    .map((i) => predictionAt(i, predictions))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, LOST);
  return {
    baseline: name,
    accuracy: right.length / count,
    difference: estimate,
    interval: [low, high],
    bothRight: right.length - firstOnly,
    onlyModelRight: secondOnly,
    onlyBaselineRight: firstOnly,
    bothWrong: count - right.length - secondOnly,
    pValue,
    lost,
  };
}
