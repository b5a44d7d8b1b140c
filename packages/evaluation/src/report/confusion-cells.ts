/** Which cells of the confusion matrix open images, and which images. */
import type { Predictions } from "../check-predictions.js";
import { type Confusion, confusionsOf, type Prediction, predictionAt } from "../error-analysis.js";
import type { Evaluation } from "../evaluate.js";
import { type ImageShape, reducedBytes } from "./thumbnail.js";

/** A cell of the confusion matrix with some of its images. */
export interface ShownConfusion extends Confusion {
  /** Up to 6 of its images, the first in the data set. */
  readonly examples: readonly Prediction[];
}

/** Of photographs there is room for two hundred in this size. */
export const CELL_SIDE = 64;
const EXAMPLES = 6;
/** Of all cells together; as base64 they are a third more, which leaves the page below 8 MB. */
const MOST_BYTES = 2.5e6;

/**
 * Mistakes, the most frequent first, then right answers, as many cells as the page has room for.
 *
 * @param shape of one image
 */
export function cellsWithImages(
  evaluation: Evaluation,
  predictions: Predictions,
  shape: ImageShape,
): ShownConfusion[] {
  let room = Math.floor(MOST_BYTES / reducedBytes(shape, CELL_SIDE));
  const cells: (Confusion & { readonly examples: Prediction[] })[] = [];
  const wanted = new Map<string, { readonly examples: Prediction[]; missing: number }>();
  for (const cell of confusionsOf(evaluation)) {
    const missing = Math.min(EXAMPLES, cell.count);
    if (missing > room) break;
    room -= missing;
    const examples: Prediction[] = [];
    cells.push({ ...cell, examples });
    wanted.set(keyOf(cell), { examples, missing });
  }
  for (let index = 0; index < predictions.labels.length && wanted.size > 0; index++) {
    const prediction = predictionAt(index, predictions);
    const cell = wanted.get(keyOf(prediction));
    if (cell === undefined) continue;
    cell.examples.push(prediction);
    if (--cell.missing === 0) wanted.delete(keyOf(prediction));
  }
  return cells;
}

const keyOf = ({ trueClass, predictedClass }: Pick<Confusion, "trueClass" | "predictedClass">): string =>
  `${trueClass}\n${predictedClass}`;
