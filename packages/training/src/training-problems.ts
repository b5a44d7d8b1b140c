import type { HistoryRow } from "./history.js";

/** A loss so many times that of guessing is no overfitting any more. */
const DIVERGED = 20;
/** Of the accuracy of guessing: what 95 of 100 such measurements stay within. */
const STANDARD_ERRORS = 2;

/**
 * Why a training that has ended is not worth keeping, a sentence each; empty when it learned something:
 *
 * - it diverged: a loss that is not finite, or more than 20 times ln(classes), which guessing has;
 * - it learned nothing: an accuracy on the validation images that always naming their largest class reaches, within two
 *   standard errors.
 *
 * @param history of the whole training; the last row counts
 * @param classCounts validation images of each class
 */
export function trainingProblems(
  history: readonly HistoryRow[],
  classCounts: ArrayLike<number>,
): readonly string[] {
  const last = history.at(-1);
  if (last === undefined) return [];
  const counts = Array.from(classCounts);
  const images = counts.reduce((sum, count) => sum + count, 0);
  const guessing = Math.log(counts.length);
  const worst = Math.max(
    ...[last.loss, last.val_loss ?? 0].map((loss) => (Number.isNaN(loss) ? Infinity : loss)),
  );
  const chance = Math.max(...counts) / images;
  const margin = STANDARD_ERRORS * Math.sqrt((chance * (1 - chance)) / images);
  const { val_accuracy } = last;
  return [
    ...(worst > DIVERGED * guessing
      ? [`the training diverged: its loss is ${inWords(worst)}, where guessing has ${guessing.toFixed(2)}`]
      : []),
    ...(val_accuracy !== undefined && val_accuracy <= chance + margin && chance + margin < 1
      ? [
          `the model has learned nothing that helps: its accuracy is ${percent(val_accuracy)}, and always naming the largest class has ${percent(chance)}`,
        ]
      : []),
  ];
}

const inWords = (loss: number): string =>
  Number.isFinite(loss) ? loss.toLocaleString("en-US", { maximumSignificantDigits: 4 }) : "not finite";

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
