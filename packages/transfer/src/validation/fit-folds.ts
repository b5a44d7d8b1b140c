import type { Examples } from "../examples.js";
import { type Fit, fitSideBySide } from "../regression/fit.js";
import type { Space } from "../regression/space.js";
import { judgedRows } from "./folds.js";

/** The regressions of all folds, side by side; each is judged on the images that it has not seen. */
export interface Folds {
  /** Of each fold. */
  readonly judged: readonly (readonly number[])[];
  /** How much each image counts, for each fold. */
  readonly weights: readonly Float64Array[];
}

/** What a fit says about images that it has not seen. */
export interface Judged {
  readonly fits: readonly Fit[];
  /** Of each fold. */
  readonly accuracies: readonly number[];
}

/** Enough for an accuracy: closer to the end, one image in some hundred is judged otherwise. */
const JUDGING_TOLERANCE = 1e-3;

export function foldsOf(
  foldOf: Int32Array,
  groups: ArrayLike<number> | undefined,
  weights: Float64Array,
): Folds {
  const used = [...new Set(foldOf)].filter((fold) => fold >= 0).sort((a, b) => a - b);
  return {
    judged: used.map((fold) => judgedRows(foldOf, fold, groups)),
    weights: used.map((fold) => weights.map((weight, i) => (foldOf[i] === fold ? 0 : weight))),
  };
}

/** @param options `from`: the fits of another strength, to begin with */
export function fitFolds(
  space: Space,
  examples: Examples,
  { judged, weights }: Folds,
  {
    from,
    tolerance = JUDGING_TOLERANCE,
  }: { from?: readonly Fit[] | undefined; tolerance?: number | undefined },
): Judged {
  const targets = weights.map((ofFold) => ({ ...examples, weights: ofFold }));
  const fits = fitSideBySide(space, targets, {
    tolerance,
    maxIterations: 1000,
    from: from?.map(({ place }) => place.logits.values),
  });
  const accuracies = fits.map(({ place }, fold) => {
    const rows = judged[fold]!;
    return (
      rows.filter((row) => bestClass(place.logits.values, examples, row) === examples.labels[row]).length /
      rows.length
    );
  });
  return { fits, accuracies };
}

function bestClass(logits: Float64Array, { labels, classes }: Examples, row: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++) {
    if (logits[c * labels.length + row]! > logits[best * labels.length + row]!) best = c;
  }
  return best;
}

/** For each image what the fold says that judges it, [classes, images], and how much that counts: 0 where none does. */
export function judgedLogits(
  { fits }: Judged,
  { judged }: Folds,
  { labels, classes }: Examples,
  weights: Float64Array,
): { logits: Float64Array; weights: Float64Array } {
  const images = labels.length;
  const logits = new Float64Array(classes * images);
  const counted = new Float64Array(images);
  for (const [fold, rows] of judged.entries()) {
    const { values } = fits[fold]!.place.logits;
    for (const row of rows) {
      counted[row] = weights[row]!;
      for (let at = row; at < logits.length; at += images) logits[at] = values[at]!;
    }
  }
  return { logits, weights: counted };
}

/** The logits of the judged images, in their order: [images, classes]. */
export function outOfFold({ fits }: Judged, { judged }: Folds, { labels, classes }: Examples): OutOfFold {
  const places = judged.flatMap((rows, fold) => rows.map((row) => ({ row, fold })));
  places.sort((a, b) => a.row - b.row);
  const logits = new Float32Array(places.length * classes);
  for (const [i, { row, fold }] of places.entries()) {
    for (let c = 0; c < classes; c++)
      logits[i * classes + c] = fits[fold]!.place.logits.values[c * labels.length + row]!;
  }
  return { rows: places.map(({ row }) => row), logits };
}

/** What a regression says about images when it is trained without them. */
export interface OutOfFold {
  /** Which images: all but copies, and the only image of a class. */
  readonly rows: readonly number[];
  /** [rows, classes] */
  readonly logits: Float32Array;
}
