import { array, type Check, type Checks, finite, positive } from "@imgcls/checks";
import { inputProblems, requireNone } from "../option-checks.js";
import { palette } from "./palette.js";
import { renderSvg } from "./render-svg.js";

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
  const label = { color: palette.muted, fontSize: 12 };
  const bound = (name: string, end: 0 | 1) => ({
    type: "line",
    name,
    data: points.map(({ interval }) => interval[end]),
    symbol: "none",
    lineStyle: { color: palette.muted, width: 1, type: [4, 4] },
    itemStyle: { color: palette.muted },
    silent: true,
  });
  return renderSvg({
    id: "size-curve",
    description: describe(points),
    width: 560,
    height: 320,
    option: {
      grid: { left: 8, right: 16, top: 40, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "all" },
      legend: {
        left: 4,
        top: 4,
        itemWidth: 28,
        itemGap: 18,
        data: ["accuracy", "95 % interval"],
        textStyle: { color: palette.ink, fontSize: 13 },
        silent: true,
      },
      xAxis: {
        type: "category",
        data: points.map(({ perClass }) => String(perClass)),
        name: "images a class",
        nameLocation: "middle",
        nameGap: 28,
        nameTextStyle: label,
        axisLabel: label,
        boundaryGap: false,
      },
      yAxis: {
        type: "value",
        scale: true,
        max: 1,
        splitNumber: 4,
        axisLabel: { ...label, formatter: (value: number) => `${Number((100 * value).toFixed(4))}%` },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series: [
        {
          type: "line",
          name: "accuracy",
          data: points.map(({ accuracy }) => accuracy),
          symbol: "circle",
          symbolSize: 7,
          lineStyle: { color: palette.train, width: 2 },
          itemStyle: { color: palette.train },
          silent: true,
        },
        bound("95 % interval", 0),
        bound("95 % interval", 1),
      ],
    },
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
