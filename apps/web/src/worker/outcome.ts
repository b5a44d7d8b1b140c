import type { HistoryRow } from "@imgcls/training";
import type { Outcome } from "../protocol.js";

/** Above the loss of a guess by this factor a network has got worse by training. */
const WORSE_THAN_A_GUESS = 1.05;
/** Standard deviations of luck. */
const LUCK = 2;

/**
 * What came of a training, where it did not work. A network that gives every class the same likelihood has the loss
 * ln(classes); one that always names the commonest class has its share as accuracy.
 *
 * @param labels of the test images
 */
export function outcomeOf(
  history: readonly HistoryRow[],
  labels: ArrayLike<number>,
  classes: number,
): Outcome {
  const last = history.at(-1);
  if (last === undefined) return "trained";
  if (last.loss > WORSE_THAN_A_GUESS * Math.log(classes)) return "diverged";
  if (last.val_accuracy === undefined) return "trained";
  const share = commonestShare(labels);
  const luck = LUCK * Math.sqrt((share * (1 - share)) / labels.length);
  return last.val_accuracy <= share + luck ? "guessing" : "trained";
}

function commonestShare(labels: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (const label of Array.from(labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(...counts.values()) / labels.length;
}
