import { clippedAxis } from "./loss-axis.js";
import { palette } from "./palette.js";
import { renderSvg, type SvgChart } from "./render-svg.js";

/** Numbers of one metric by epoch. */
export interface Curve {
  readonly name: string;
  readonly color: string;
  readonly symbol: "circle" | "diamond" | "triangle" | "rect";
  readonly symbolSize: number;
  /** Pixels. */
  readonly width: number;
  readonly dashed: boolean;
  /** [epoch, value]; a value that is not finite is a gap. */
  readonly points: readonly (readonly [epoch: number, value: number | undefined])[];
  /** Which of the points have a symbol. */
  isMarked(index: number): boolean;
}

export interface CurveChart extends Omit<SvgChart, "option"> {
  /** Decides the axis: accuracies are percentages, losses begin at 0. */
  readonly metric: string;
  readonly curves: readonly Curve[];
  readonly grid: object;
  readonly legend: object;
  readonly yAxis?: object;
}

/** Values that the axis does not reach. */
interface Above {
  readonly from: number;
  readonly largest: number;
}

/**
 * Lines by epoch. A few values far above all others do not flatten the rest: they are drawn at the upper edge with a
 * triangle, the largest with its number.
 */
export function renderCurves({ metric, curves, grid, legend, yAxis, ...chart }: CurveChart): string {
  const values = curves.flatMap(({ points }) => points.map(([, value]) => value)).filter(isFiniteNumber);
  const clipped = isShare(metric) || values.some((value) => value < 0) ? undefined : clippedAxis(values);
  const above = clipped && { from: clipped.max, largest: values.reduce((a, b) => Math.max(a, b)) };
  return renderSvg({
    ...chart,
    description: chart.description + (above ? describeAbove(above) : ""),
    option: {
      grid: { left: 8, right: 16, outerBoundsMode: "same", outerBoundsContain: "all", ...grid },
      legend: {
        left: 4,
        itemWidth: 28,
        textStyle: { color: palette.ink, fontSize: 13 },
        backgroundColor: "transparent",
        borderColor: "transparent",
        silent: true,
        ...legend,
      },
      xAxis: {
        type: "value",
        name: "epoch",
        nameLocation: "middle",
        nameGap: 28,
        ...epochRange(curves),
        minInterval: 1,
        nameTextStyle: { color: palette.muted, fontSize: 12 },
        axisLabel: { color: palette.muted, fontSize: 12 },
        axisLine: { lineStyle: { color: palette.muted } },
        axisTick: { lineStyle: { color: palette.muted } },
        splitLine: { show: false },
      },
      yAxis: {
        type: "value",
        ...valueRange(metric, clipped),
        splitNumber: 4,
        axisLabel: {
          color: palette.muted,
          fontSize: 12,
          formatter: (value: number) => (isShare(metric) ? asPercent(value) : String(round(value))),
        },
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { lineStyle: { color: palette.line } },
        ...yAxis,
      },
      series: curves.map((curve) => series(curve, above)),
    },
  });
}

function valueRange(metric: string, clipped: object | undefined): object {
  if (isShare(metric)) return { scale: true, max: ({ max }: { max: number }) => (max > 0.9 ? 1 : null) };
  return clipped || metric.endsWith("loss") ? { scale: false, min: 0, ...clipped } : { scale: true };
}

function series(curve: Curve, above: Above | undefined) {
  const { name, color, symbol, symbolSize, width, dashed, points } = curve;
  const isClipped = (value: number | undefined) =>
    above !== undefined && isFiniteNumber(value) && value > above.from;
  return {
    type: "line",
    name,
    data: points.map(([epoch, value], index) => {
      if (above && isClipped(value))
        return clippedPoint(epoch, value!, above, color, index === points.length - 1);
      const point = [epoch, isFiniteNumber(value) ? value : null];
      return curve.isMarked(index) ? point : { value: point, symbol: "none" };
    }),
    symbol,
    symbolSize,
    showSymbol: points.some(([, value], index) => curve.isMarked(index) || isClipped(value)),
    lineStyle: { color, width, type: dashed ? [6, 4] : "solid" },
    itemStyle: { color },
    silent: true,
  };
}

function clippedPoint(
  epoch: number,
  value: number,
  { from, largest }: Above,
  color: string,
  isAtEdge: boolean,
) {
  const label = {
    show: value === largest,
    position: isAtEdge ? "left" : "right",
    color,
    fontSize: 12,
    formatter: inShort(value),
  };
  return { value: [epoch, from], symbol: "triangle", symbolSize: 12, label };
}

const inShort = (value: number): string =>
  value.toLocaleString("en-US", { notation: "compact", maximumSignificantDigits: 3 });

const describeAbove = ({ from, largest }: Above): string =>
  ` Values above ${round(from)} are drawn at the upper edge; the largest is ${inShort(largest)}.`;

/** One epoch has no width of its own: give it room on both sides. */
function epochRange(curves: readonly Curve[]): { min: number; max: number } {
  const epochs = curves.flatMap(({ points }) => points.map(([epoch]) => epoch));
  if (epochs.length === 0) return { min: 0, max: 1 };
  const min = epochs.reduce((a, b) => Math.min(a, b));
  const max = epochs.reduce((a, b) => Math.max(a, b));
  return min === max ? { min: min - 1, max: max + 1 } : { min, max };
}

/** In words: 95.5% of an accuracy, 0.1234 of another metric. */
export const inWords = (metric: string, value: number): string =>
  isShare(metric) ? asPercent(Number(value.toFixed(4))) : String(Number(value.toFixed(4)));

export const isFiniteNumber = (value: number | undefined): value is number => Number.isFinite(value);

const isShare = (metric: string): boolean => metric.endsWith("accuracy");

/** Binary fractions such as 0.1 + 0.2 must not show on an axis. */
const round = (value: number): number => Number(value.toFixed(6));

const asPercent = (share: number): string => `${round(share * 100)}%`;
