import { type Line, palette } from "@imgcls/charts";
import type { HistoryRow, ValidatedOn } from "../history.js";
import { curveChart, inWords } from "./curve-chart.js";

/** Two drawings, so that a narrow page can stack them. */
export interface LearningCurves {
  /** SVG: loss by epoch. */
  readonly loss: string;
  /** SVG: accuracy by epoch. */
  readonly accuracy: string;
}

type Score = "loss" | "accuracy";

const SIZE = { width: 440, plotHeight: 190 };

/** With more epochs than this, marks on every point would hide the line. */
const MARKED_EPOCHS = 25;

/**
 * Loss and accuracy by epoch, on the training images and, where the history has them, on the validation
 * images. Values that are not finite leave a gap. A few losses far above all others do not flatten the rest: they are
 * drawn at the upper edge with a triangle, the largest with its number. An empty history gives empty axes.
 *
 * @param validatedOn what the curve of the `val_…` columns is called. Default "validation"
 */
export function learningCurves(
  history: readonly HistoryRow[],
  validatedOn: ValidatedOn = "validation",
): LearningCurves {
  return { loss: chart(history, "loss", validatedOn), accuracy: chart(history, "accuracy", validatedOn) };
}

function chart(history: readonly HistoryRow[], score: Score, validatedOn: ValidatedOn): string {
  const isValidated = history.some((row) => row[`val_${score}`] !== undefined);
  const marks = history.length <= MARKED_EPOCHS ? {} : { markSize: () => 0 };
  const points = (key: Score | `val_${Score}`): Line["points"] => history.map((row) => [row.epoch, row[key]]);
  const training: Line = {
    name: "training",
    color: palette.train,
    points: points(score),
    symbol: "circle",
    ...marks,
  };
  const validation: Line = {
    name: validatedOn,
    color: palette.validation,
    points: points(`val_${score}`),
    dashed: true,
    symbol: "diamond",
    ...marks,
  };
  return curveChart({
    description: describe(history, score, validatedOn),
    ...SIZE,
    metric: score,
    lines: isValidated ? [training, validation] : [training],
  });
}

function describe(history: readonly HistoryRow[], score: Score, validatedOn: ValidatedOn): string {
  const last = history.at(-1);
  if (!last) return `No epoch to draw the ${score} of.`;
  const validation = last[`val_${score}`];
  const end = `${inWords(score, last[score])} on the training images${
    validation === undefined ? "" : ` and ${inWords(score, validation)} on the ${validatedOn} images`
  }`;
  return `Line chart of the ${score} by epoch. After epoch ${last.epoch} it is ${end}.`;
}
