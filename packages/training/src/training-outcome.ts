import type { HistoryRow } from "./history.js";

/** What came of a training: it learned something, or why it is not worth keeping, in a sentence. */
export type TrainingOutcome =
  | { readonly kind: "trained" }
  | { readonly kind: "diverged" | "guessing"; readonly sentence: string };

/** A loss above this many times that of a guess is no longer overfitting. */
const DIVERGED = 20;
/** With the accuracy of a guess, a loss above this many times that of a guess has got worse by training. */
const WORSE_THAN_A_GUESS = 1.05;
/** Added to the accuracy of a guess: 97 of 100 guesses stay below. */
const STANDARD_ERRORS = 2;

/**
 * Judges a training that has ended by its last epoch. A guess gives every class the same probability, which has the
 * loss ln(classes), or always names the largest class, which has that class's share as accuracy.
 *
 * - "guessing": the accuracy on the validation images is that of a guess, within two standard errors;
 * - "diverged": a loss is not finite or above 20 ln(classes), or the accuracy is that of a guess and the loss on the
 *   training images is above 1.05 ln(classes);
 * - "trained": all others, and a training without an epoch.
 *
 * @param history of the whole training
 * @param classCounts validation images of each class
 */
export function trainingOutcome(
  history: readonly HistoryRow[],
  classCounts: ArrayLike<number>,
): TrainingOutcome {
  const last = history.at(-1);
  if (last === undefined) return { kind: "trained" };
  const { loss, val_loss = 0, val_accuracy } = last;
  const guessLoss = Math.log(classCounts.length);
  const { accuracy, mostByLuck } = guessAccuracy(classCounts);
  // Of a few images nothing can be said: a guess may name all of them.
  const isGuess = val_accuracy !== undefined && val_accuracy <= mostByLuck && mostByLuck < 1;
  const worst = Math.max(...[loss, val_loss].map((value) => (Number.isNaN(value) ? Infinity : value)));
  if (worst > DIVERGED * guessLoss || (isGuess && loss > WORSE_THAN_A_GUESS * guessLoss)) {
    return {
      kind: "diverged",
      sentence: `the training diverged: its loss is ${inWords(worst)}, where guessing has ${guessLoss.toFixed(2)}`,
    };
  }
  if (!isGuess) return { kind: "trained" };
  return {
    kind: "guessing",
    sentence: `the model has learned nothing that helps: its accuracy is ${percent(val_accuracy)}, and always naming the largest class has ${percent(accuracy)}`,
  };
}

function guessAccuracy(classCounts: ArrayLike<number>): { accuracy: number; mostByLuck: number } {
  const counts = Array.from(classCounts);
  const images = counts.reduce((sum, count) => sum + count, 0);
  const accuracy = Math.max(...counts) / images;
  const standardError = Math.sqrt((accuracy * (1 - accuracy)) / images);
  return { accuracy, mostByLuck: accuracy + STANDARD_ERRORS * standardError };
}

const inWords = (loss: number): string =>
  Number.isFinite(loss) ? loss.toLocaleString("en-US", { maximumSignificantDigits: 4 }) : "not finite";

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
