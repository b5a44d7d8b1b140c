import { array, type Checks, notNegative } from "@imgcls/checks";
import { PREDICTION_CHECKS, PREDICTION_NAMES, type Predictions, sizeProblems } from "./check-predictions.js";
import { EvaluationInputError } from "./errors.js";
import { accuracyOf, topKAccuracyOf } from "./metrics/accuracy.js";
import {
  type ClassScores,
  macroAverage,
  type Scores,
  scorePerClass,
  weightedAverage,
} from "./metrics/class-scores.js";
import { rowsOf } from "./metrics/confusion-matrix.js";
import { Tally } from "./metrics/tally.js";
import { tallyProblems } from "./metrics/tally-problems.js";
import { inputProblems } from "./option-checks.js";

export interface EvaluateOptions extends Predictions {
  /** For which k to report how often the true class is among the k most likely. Default [1, 5]. */
  readonly topK?: readonly number[];
  /**
   * Mean loss of these images by the function that the model was trained with. Default: the mean of −ln p(true class),
   * which is the same for cross-entropy without label smoothing, as long as no p is below 1e-7.
   */
  readonly loss?: number;
}

/** Plain numbers only: it goes to JSON and back unchanged. */
export interface Evaluation {
  /** Number of images. */
  readonly samples: number;
  /** The loss that was given, else the mean of −ln p(true class), p clipped to [1e-7, 1 − 1e-7] as Keras does. */
  readonly loss: number;
  /** Share of images whose most likely class is the true one, 0..1. The lowest index wins a tie. */
  readonly accuracy: number;
  /** k → share of images whose true class is among the k most likely, 0..1. */
  readonly topK: Readonly<Record<string, number>>;
  /** [classes][classes], rows true, columns predicted. */
  readonly confusionMatrix: readonly (readonly number[])[];
  readonly perClass: readonly ClassScores[];
  readonly macro: Scores;
  readonly weighted: Scores;
}

const KERAS_CLIP = 1e-7;
const DEFAULT_TOP_K = [1, 5];
const CHECKS: Checks<EvaluateOptions> = { ...PREDICTION_CHECKS, topK: array, loss: notNegative };

/**
 * Compares predicted probabilities with the true labels.
 *
 * Ties follow the field. `accuracy` and the confusion matrix take the lowest index, as NumPy's and
 * TensorFlow's argmax do. `topK` ranks equal probabilities by descending index, as scikit-learn's
 * `top_k_accuracy_score` does; where the best probability is shared, `topK["1"]` may therefore differ
 * from `accuracy`. A k of at least the number of classes gives 1.
 *
 * @throws EvaluationInputError with every problem found: unknown options, missing or wrong ones, sizes that disagree, labels outside the
 *   classes, values that are no probabilities (NaN, negative, above 1), a k below 1.
 */
export function evaluate(options: EvaluateOptions): Evaluation {
  const problems = inputProblems("evaluate", options, CHECKS, PREDICTION_NAMES, () => sizeProblems(options));
  const { topK = DEFAULT_TOP_K, loss } = options ?? {};
  for (const k of Array.isArray(topK) ? topK : []) {
    if (!Number.isInteger(k) || k < 1) problems.push(`topK contains ${k}, expected whole numbers from 1`);
  }
  const tally = tallyOf(options ?? {});
  if (tally) problems.push(...tallyProblems(tally, options));
  if (!tally || problems.length > 0) throw new EvaluationInputError("Cannot evaluate", problems);

  const { labels, classNames } = options;
  const samples = labels.length;
  const perClass = scorePerClass(tally.confusion, classNames);
  return {
    samples,
    loss: loss ?? tally.lossSum / samples,
    accuracy: accuracyOf(tally),
    topK: Object.fromEntries(topK.map((k) => [String(k), topKAccuracyOf(tally, k)])),
    confusionMatrix: rowsOf(tally),
    perClass,
    macro: macroAverage(perClass),
    weighted: weightedAverage(perClass),
  };
}

/** `undefined` when there is nothing that fits together. */
function tallyOf({ probabilities, labels, classNames }: Partial<Predictions>): Tally | undefined {
  const isComplete =
    probabilities?.length !== undefined && labels?.length !== undefined && Array.isArray(classNames);
  if (!isComplete || probabilities.length !== labels.length * classNames.length) return undefined;
  const tally = new Tally(classNames.length, KERAS_CLIP);
  tally.addProbabilities(probabilities, labels);
  return tally;
}
