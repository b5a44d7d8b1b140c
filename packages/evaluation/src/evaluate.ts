import { array, type Checks, notNegative } from "@imgcls/checks";
import { PREDICTION_CHECKS, PREDICTION_NAMES, type Predictions, sizeProblems } from "./check-predictions.js";
import { EvaluationInputError } from "./errors.js";
import {
  type ClassScores,
  macroAverage,
  type Scores,
  scorePerClass,
  weightedAverage,
} from "./metrics/class-scores.js";
import { type Tally, tallyPredictions } from "./metrics/tally.js";
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
  if (tally) problems.push(...valueProblems(tally, options));
  if (!tally || problems.length > 0) throw new EvaluationInputError("Cannot evaluate", problems);

  const { labels, classNames } = options;
  const samples = labels.length;
  const perClass = scorePerClass(tally.confusion, classNames);
  return {
    samples,
    loss: loss ?? tally.lossSum / samples,
    accuracy: countCorrect(tally.confusion, classNames.length) / samples,
    topK: Object.fromEntries(topK.map((k) => [String(k), countRanksBelow(k, tally.rankCounts) / samples])),
    confusionMatrix: toRows(tally.confusion, classNames.length),
    perClass,
    macro: macroAverage(perClass),
    weighted: weightedAverage(perClass),
  };
}

/** `undefined` when there is nothing that fits together. */
function tallyOf({ probabilities, labels, classNames }: Partial<Predictions>): Tally | undefined {
  const isComplete =
    probabilities?.length !== undefined && labels?.length !== undefined && Array.isArray(classNames);
  return isComplete && probabilities.length === labels.length * classNames.length
    ? tallyPredictions(probabilities, labels, classNames.length)
    : undefined;
}

function valueProblems(tally: Tally, { probabilities, labels, classNames }: Predictions): string[] {
  const problems: string[] = [];
  const classes = classNames.length;
  const { badLabels, badProbabilities } = tally;
  if (badLabels.count > 0) {
    problems.push(
      `${badLabels.count} of ${labels.length} labels are outside the ${classes} classes, the first is ${labels[badLabels.first]} at index ${badLabels.first}, expected whole numbers from 0 to ${classes - 1}`,
    );
  }
  if (badProbabilities.count > 0) {
    const { count, first } = badProbabilities;
    problems.push(
      `${count} of ${probabilities.length} values are no probabilities, the first is ${probabilities[first]} at [${Math.floor(first / classes)}, ${first % classes}], expected 0 to 1: apply softmax if the model returns logits, and look for NaN weights if it does not`,
    );
  }
  return problems;
}

function countCorrect(confusion: Uint32Array, classes: number): number {
  let correct = 0;
  for (let index = 0; index < classes; index++) correct += confusion[index * classes + index]!;
  return correct;
}

function countRanksBelow(k: number, rankCounts: Uint32Array): number {
  let count = 0;
  for (let rank = 0; rank < Math.min(k, rankCounts.length); rank++) count += rankCounts[rank]!;
  return count;
}

const toRows = (flat: Uint32Array, columns: number): number[][] =>
  Array.from({ length: columns }, (_, row) => Array.from(flat.subarray(row * columns, (row + 1) * columns)));
