import { lineChart, palette, percentText, shareScale, wholeScale } from "@imgcls/charts";
import { array, type Check, type Checks, finite, positive } from "@imgcls/checks";
import { inputProblems, requireNone } from "../option-checks.js";

/** How good a classifier is that was trained on so many images of each class. */
export interface SizePoint {
  readonly perClass: number;
  /** 0..1 */
  readonly accuracy: number;
  /** Where the accuracy on new images is in 95 of 100 cases. */
  readonly interval: readonly [low: number, high: number];
}

const POINT: Checks<SizePoint> = {
  perClass: positive,
  accuracy: finite,
  interval: {
    expected: "[low, high]",
    accepts: (value) => array.accepts(value) && (value as unknown[]).every(finite.accepts),
  } satisfies Check,
};

/**
 * Accuracy by the number of images a class, with its interval (SVG): whether more pictures would help. Sizes are at equal
 * distances, in the order given.
 *
 * @throws EvaluationInputError for points that are none
 */
export function sizeCurve(points: readonly SizePoint[]): string {
  const names = ["perClass", "accuracy", "interval"] as const;
  requireNone(
    "Cannot draw a curve of sizes",
    points.flatMap((point, i) => inputProblems(`points[${i}]`, point, POINT, names, () => [])),
  );
  const last = points.length - 1;
  return lineChart({
    description: describe(points),
    width: 560,
    plotHeight: 230,
    x: {
      scale: last < 0 ? { low: 0, high: 1, ticks: [] } : wholeScale(0, last, points.length),
      name: "images a class",
      format: (size) => String(points[size]!.perClass),
    },
    y: { scale: shareScale(points.map(({ interval }) => interval[0])), format: percentText },
    lines: [
      {
        name: "accuracy",
        color: palette.train,
        points: points.map(({ accuracy }, size) => [size, accuracy]),
        symbol: "circle",
      },
    ],
    bands: [
      {
        name: "95 % interval",
        color: palette.train,
        points: points.map(({ interval: [low, high] }, size) => [size, low, high]),
      },
    ],
  });
}

function describe(points: readonly SizePoint[]): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const each = points.map(
    ({ perClass, accuracy, interval: [low, high] }) =>
      `${percent(accuracy)} (${percent(low)} to ${percent(high)}) with ${perClass}`,
  );
  return `Line chart of the accuracy by images a class: ${each.join(", ")}.`;
}
