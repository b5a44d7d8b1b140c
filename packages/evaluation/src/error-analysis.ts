import type { Checks } from "@imgcls/checks";
import { PREDICTION_CHECKS, PREDICTION_NAMES, type Predictions, sizeProblems } from "./check-predictions.js";
import type { Evaluation } from "./evaluate.js";
import { inputProblems, requireLimit, requireNone, wholeFrom } from "./option-checks.js";

/** What the model said about one image. */
export interface Prediction {
  /** Position in the data set. */
  readonly index: number;
  readonly trueClass: string;
  readonly predictedClass: string;
  /** Likelihood the model gave to the predicted class, 0..1. */
  readonly probability: number;
  /** Likelihood it gave to the true class, 0..1. */
  readonly trueProbability: number;
}

/** How often one class was taken for another. */
export interface Confusion {
  readonly trueClass: string;
  readonly predictedClass: string;
  readonly count: number;
  /** `count` as a share of the images of the true class, 0..1. */
  readonly share: number;
}

export interface WorstMistakesOptions extends Predictions {
  /** At most so many. Default 24. */
  readonly limit?: number;
}

const CHECKS: Checks<WorstMistakesOptions> = { ...PREDICTION_CHECKS, limit: wholeFrom(0) };

/**
 * The wrong predictions that the model was most sure of, most confident first;
 * equal confidence in data set order.
 *
 * @throws EvaluationInputError with everything that is wrong with the options, sizes that disagree among it.
 */
export function worstMistakes(options: WorstMistakesOptions): Prediction[] {
  requireNone(
    "Cannot list mistakes",
    inputProblems("worstMistakes", options, CHECKS, PREDICTION_NAMES, () => sizeProblems(options)),
  );
  const { limit = 24, ...predictions } = options;
  const { probabilities, labels, classNames } = predictions;
  const classes = classNames.length;

  // Kept sorted: with few places and many rows, almost every row fails the first comparison.
  const worst: { index: number; probability: number }[] = [];
  for (let index = 0; index < labels.length; index++) {
    const predicted = argMax(probabilities, index * classes, classes);
    if (predicted === labels[index]) continue;
    const probability = probabilities[index * classes + predicted]!;
    if (worst.length >= limit && !(probability > (worst.at(-1)?.probability ?? Number.POSITIVE_INFINITY)))
      continue;
    const place = worst.findIndex((other) => probability > other.probability);
    worst.splice(place < 0 ? worst.length : place, 0, { index, probability });
    if (worst.length > limit) worst.pop();
  }
  return worst.map(({ index }) => predictionAt(index, predictions));
}

/**
 * The images whose two most likely classes are the closest, closest first; equals in data set order.
 *
 * @param limit at most so many
 */
export function leastCertain(predictions: Predictions, limit: number): Prediction[] {
  const { probabilities, labels, classNames } = predictions;
  const classes = classNames.length;
  if (classes < 2) return [];
  const margins = Float64Array.from(labels, (_, row) => {
    let [first, second] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let c = row * classes; c < (row + 1) * classes; c++) {
      const value = probabilities[c]!;
      if (value > first) [first, second] = [value, first];
      else if (value > second) second = value;
    }
    return first - second;
  });
  return [...margins.keys()]
    .sort((a, b) => margins[a]! - margins[b]! || a - b)
    .slice(0, limit)
    .map((index) => predictionAt(index, predictions));
}

/** The prediction for image `index`. The lowest class index wins a tie. */
export function predictionAt(index: number, { probabilities, labels, classNames }: Predictions): Prediction {
  const classes = classNames.length;
  const label = labels[index]!;
  const predicted = argMax(probabilities, index * classes, classes);
  return {
    index,
    trueClass: classNames[label]!,
    predictedClass: classNames[predicted]!,
    probability: probabilities[index * classes + predicted]!,
    trueProbability: probabilities[index * classes + label]!,
  };
}

/**
 * The pairs of classes that are mixed up most often, most frequent first; equal counts in the order
 * of the confusion matrix. "4 taken for 9" and "9 taken for 4" are two pairs.
 *
 * @param limit at most so many pairs, default 10
 * @throws EvaluationInputError for a limit that is no whole number from 0
 */
export function mostConfused(evaluation: Evaluation, limit = 10): Confusion[] {
  requireLimit("mostConfused", "limit", limit, 0);
  return cellsOf(evaluation, (truth, predicted) => truth !== predicted).slice(0, limit);
}

/** All cells of the confusion matrix with images: mistakes, the most frequent first, then right answers. */
export const confusionsOf = (evaluation: Evaluation): Confusion[] => [
  ...cellsOf(evaluation, (truth, predicted) => truth !== predicted),
  ...cellsOf(evaluation, (truth, predicted) => truth === predicted),
];

/** Those with images that are wanted, the most frequent first. */
const cellsOf = (
  { confusionMatrix, perClass }: Evaluation,
  isWanted: (truth: number, predicted: number) => boolean,
): Confusion[] =>
  confusionMatrix
    .flatMap((row, truth) =>
      row.flatMap((count, predicted) =>
        count > 0 && isWanted(truth, predicted)
          ? [
              {
                trueClass: perClass[truth]!.class,
                predictedClass: perClass[predicted]!.class,
                count,
                share: count / perClass[truth]!.support,
              },
            ]
          : [],
      ),
    )
    .sort((a, b) => b.count - a.count);

function argMax(values: Float32Array, start: number, length: number): number {
  let best = 0;
  for (let offset = 1; offset < length; offset++) {
    if (values[start + offset]! > values[start + best]!) best = offset;
  }
  return best;
}
