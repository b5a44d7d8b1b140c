import type { ClassCurves, Point } from "../charts/ranking-curves.js";
import type { Evaluation } from "../evaluate.js";
import { averagePrecision } from "../metrics/average-precision.js";
import type { CheckedInput, MetricInput } from "../metrics/input.js";
import { rocAuc } from "../metrics/roc-auc.js";
import { precisionRecallCurve, rocCurve } from "../metrics/threshold-curves.js";

/** How well the likelihoods put images of a class before all others, whatever the threshold. */
export interface Ranking {
  /** Mean over the classes, each against the rest; of two classes that of the second. */
  readonly rocAuc: number;
  readonly averagePrecision: number;
  /** Of the classes with the lowest F1, of two classes of the second. */
  readonly classes: readonly ClassCurves[];
}

const SHOWN_CLASSES = 5;
/** More points do not show in a drawing of 330 pixels. */
const POINTS = 150;

/** Undefined where a class has no image, or all: there is nothing to rank. */
export function rankingOf(checked: CheckedInput, { perClass }: Evaluation): Ranking | undefined {
  const { labels } = checked;
  if (perClass.length < 2 || perClass.some(({ support }) => support === 0 || support === labels.length))
    return undefined;
  const shown =
    perClass.length === 2
      ? [1]
      : [...perClass.keys()]
          .sort((a, b) => perClass[a]!.f1 - perClass[b]!.f1)
          .slice(0, SHOWN_CLASSES)
          .sort((a, b) => a - b);
  return {
    rocAuc: rocAuc(checked),
    averagePrecision: averagePrecision(checked),
    classes: shown.map((positive) => curvesOf(checked, positive, perClass[positive]!.class)),
  };
}

function curvesOf(checked: CheckedInput, positive: number, name: string): ClassCurves {
  const { falsePositiveRates, truePositiveRates } = rocCurve(checked, { positive });
  const { precisions, recalls } = precisionRecallCurve(checked, { positive, dropIntermediate: true });
  const twoClasses = asSecondOfTwo(checked, positive);
  return {
    class: name,
    rocAuc: rocAuc(twoClasses),
    averagePrecision: averagePrecision(twoClasses),
    roc: thinned(falsePositiveRates.map((x, i) => [x, truePositiveRates[i]!])),
    precisionRecall: thinned(recalls.map((x, i) => [x, precisions[i]!])),
  };
}

function asSecondOfTwo({ probabilities, labels, classes }: CheckedInput, positive: number): MetricInput {
  const pairs = new Float64Array(2 * labels.length);
  for (let row = 0; row < labels.length; row++) {
    const own = probabilities![row * classes + positive]!;
    pairs[2 * row] = 1 - own;
    pairs[2 * row + 1] = own;
  }
  return { probabilities: pairs, labels: Int32Array.from(labels, (label) => Number(label === positive)) };
}

/** Those that move on by at least a step in x or y, and both ends. */
function thinned(points: readonly Point[]): Point[] {
  let last = points[0]!;
  return points.filter((point, i) => {
    const moved = Math.max(Math.abs(point[0] - last[0]), Math.abs(point[1] - last[1]));
    const isKept = i === 0 || i === points.length - 1 || moved >= 1 / POINTS;
    if (isKept) last = point;
    return isKept;
  });
}
