import type { HistoryRow, ValidatedOn } from "../history.js";
import { clippedAxis } from "./loss-axis.js";
import { palette } from "./palette.js";
import { renderSvg } from "./render-svg.js";

/** Two drawings, so that a narrow page can stack them. */
export interface LearningCurves {
  /** SVG: loss by epoch. */
  readonly loss: string;
  /** SVG: accuracy by epoch. */
  readonly accuracy: string;
}

type Score = "loss" | "accuracy";
type Key = Score | `val_${Score}`;

/** Values that the axis does not reach. */
interface Above {
  readonly from: number;
  readonly largest: number;
}

const SIZE = { width: 440, height: 280 };

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
  return { loss: curve(history, "loss", validatedOn), accuracy: curve(history, "accuracy", validatedOn) };
}

function curve(history: readonly HistoryRow[], score: Score, validatedOn: ValidatedOn): string {
  const validated = history.some((row) => row[`val_${score}`] !== undefined);
  const keys: readonly Key[] = [score, ...(validated ? [`val_${score}` as const] : [])];
  const values = history.flatMap((row) => keys.map((key) => row[key] ?? Number.NaN)).filter(Number.isFinite);
  const axis = score === "loss" ? clippedAxis(values) : undefined;
  const above = axis && { from: axis.max, largest: Math.max(...values) };
  const series = [
    line("training", palette.train, "circle", history, score, above),
    ...(validated ? [line(validatedOn, palette.validation, "diamond", history, `val_${score}`, above)] : []),
  ];
  return renderSvg({
    id: `${score}-curve`,
    description: describe(history, score, validatedOn) + (above ? describeAbove(above) : ""),
    ...SIZE,
    option: {
      grid: { left: 8, right: 16, top: 40, bottom: 6, outerBoundsMode: "same", outerBoundsContain: "all" },
      legend: {
        left: 4,
        top: 4,
        itemWidth: 28,
        itemGap: 18,
        textStyle: { color: palette.ink, fontSize: 13 },
        backgroundColor: "transparent",
        borderColor: "transparent",
        silent: true,
      },
      xAxis: {
        type: "value",
        name: "epoch",
        nameLocation: "middle",
        nameGap: 28,
        ...epochRange(history),
        minInterval: 1,
        nameTextStyle: { color: palette.muted, fontSize: 12 },
        axisLabel: { color: palette.muted, fontSize: 12 },
        axisLine: { lineStyle: { color: palette.muted } },
        axisTick: { lineStyle: { color: palette.muted } },
        splitLine: { show: false },
      },
      yAxis: {
        type: "value",
        scale: score === "accuracy",
        ...(score === "accuracy"
          ? { max: ({ max }: { max: number }) => (max > 0.9 ? 1 : null) }
          : { min: 0, ...axis }),
        splitNumber: 4,
        axisLabel: {
          color: palette.muted,
          fontSize: 12,
          formatter: (value: number) => (score === "accuracy" ? asPercent(value) : String(round(value))),
        },
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series,
    },
  });
}

function line(
  name: string,
  color: string,
  symbol: string,
  history: readonly HistoryRow[],
  key: Key,
  above: Above | undefined,
) {
  const isMarked = history.length <= MARKED_EPOCHS;
  const clipped = (row: HistoryRow) =>
    above !== undefined && Number.isFinite(row[key]) && row[key]! > above.from;
  return {
    type: "line",
    name,
    data: history.map((row) => {
      if (above && clipped(row)) return clippedPoint(row.epoch, row[key]!, above, color);
      const value = [row.epoch, Number.isFinite(row[key]) ? row[key] : null];
      return isMarked ? value : { value, symbol: "none" };
    }),
    symbol,
    symbolSize: symbol === "circle" ? 6 : 8,
    showSymbol: isMarked || history.some(clipped),
    lineStyle: { color, width: 2, type: symbol === "diamond" ? [6, 4] : "solid" },
    itemStyle: { color },
    silent: true,
  };
}

const clippedPoint = (epoch: number, value: number, { from, largest }: Above, color: string) => ({
  value: [epoch, from],
  symbol: "triangle",
  symbolSize: 12,
  label: {
    show: value === largest,
    position: "right",
    color,
    fontSize: 12,
    formatter: inShort(value),
  },
});

const inShort = (value: number): string =>
  value.toLocaleString("en-US", { notation: "compact", maximumSignificantDigits: 3 });

const describeAbove = ({ from, largest }: Above): string =>
  ` Values above ${round(from)} are drawn at the upper edge; the largest is ${inShort(largest)}.`;

/** One epoch has no width of its own: give it room on both sides. */
function epochRange(history: readonly HistoryRow[]): { min: number; max: number } {
  const first = history[0]?.epoch ?? 0;
  const last = history.at(-1)?.epoch ?? 1;
  return first === last ? { min: first - 1, max: last + 1 } : { min: first, max: last };
}

function describe(history: readonly HistoryRow[], score: Score, validatedOn: ValidatedOn): string {
  const last = history.at(-1);
  if (!last) return `No epoch to draw the ${score} of.`;
  const validation = last[`val_${score}`];
  const end = `${format(score, last[score])} on the training images${
    validation === undefined ? "" : ` and ${format(score, validation)} on the ${validatedOn} images`
  }`;
  return `Line chart of the ${score} by epoch. After epoch ${last.epoch} it is ${end}.`;
}

const format = (score: Score, value: number): string =>
  score === "accuracy" ? asPercent(Number(value.toFixed(4))) : String(Number(value.toFixed(4)));

/** Binary fractions such as 0.1 + 0.2 must not show on an axis. */
const round = (value: number): number => Number(value.toFixed(6));

const asPercent = (share: number): string => `${round(share * 100)}%`;
