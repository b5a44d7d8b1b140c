import {
  type Line,
  type LineChart,
  lineChart,
  lossScale,
  numberText,
  percentText,
  roundScale,
  type Scale,
  shareScale,
  wholeScale,
} from "@imgcls/charts";

export interface CurveChart extends Omit<LineChart, "x" | "y"> {
  /** Decides the axis: accuracies are percentages, losses begin at 0. */
  readonly metric: string;
  /** Above the axis. Default: none. */
  readonly yName?: string;
}

/** An epoch's number takes so many pixels of an axis. */
const TICK_WIDTH = 54;

/** Numbers of one metric by epoch. A few values far above all others do not flatten the rest. */
export function curveChart({ metric, yName, ...chart }: CurveChart): string {
  const { lines, width } = chart;
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value)).filter(isFiniteNumber);
  return lineChart({
    ...chart,
    x: { scale: epochScale(lines, width / TICK_WIDTH), name: "epoch" },
    y: {
      scale: metricScale(metric, values),
      format: isShare(metric) ? percentText : numberText,
      ...(yName !== undefined && { name: yName }),
    },
  });
}

function epochScale(lines: readonly Line[], most: number): Scale {
  const epochs = lines.flatMap(({ points }) => points.map(([epoch]) => epoch));
  if (epochs.length === 0) return wholeScale(0, 1, 1);
  return wholeScale(
    epochs.reduce((a, b) => Math.min(a, b)),
    epochs.reduce((a, b) => Math.max(a, b)),
    most,
  );
}

function metricScale(metric: string, values: readonly number[]): Scale {
  if (isShare(metric)) return shareScale(values);
  const low = values.reduce((a, b) => Math.min(a, b), values[0] ?? 0);
  const high = values.reduce((a, b) => Math.max(a, b), values[0] ?? 0);
  const ofLosses = lossScale(values, 4);
  const isLossLike = metric.endsWith("loss") || high > ofLosses.high;
  return low >= 0 && isLossLike ? ofLosses : roundScale(low, high, 4);
}

/** In words: 95.5% of an accuracy, 0.1234 of another metric. */
export const inWords = (metric: string, value: number): string =>
  isShare(metric) ? percentText(Number(value.toFixed(4))) : String(Number(value.toFixed(4)));

export const isFiniteNumber = (value: number | undefined): value is number => Number.isFinite(value);

const isShare = (metric: string): boolean => metric.endsWith("accuracy");
