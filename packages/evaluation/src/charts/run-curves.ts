import { type Check, type Checks, optionProblems, text, unknownName } from "@imgcls/checks";
import type { EpochMetrics } from "../history.js";
import { inputProblems, requireNone } from "../option-checks.js";
import { axisLabel } from "./axis-label.js";
import { type Curve, inWords, isFiniteNumber, renderCurves } from "./curve-chart.js";
import { palette, RUN_STYLE, runColors } from "./palette.js";

/** A training and its name in the picture. */
export interface RunHistory {
  readonly name: string;
  /** One row an epoch; rows of a run folder's `history.json` fit. */
  readonly history: readonly EpochMetrics[];
}

export interface RunCurvesOptions {
  /** Key of the rows, without `val_`. Default "loss" */
  readonly metric?: string;
}

const rows: Check = {
  expected: "a list of rows with an epoch",
  accepts: (value) => Array.isArray(value) && value.every((row) => Number.isFinite(row?.epoch)),
};
const RUN_CHECKS: Checks<RunHistory> = { name: text, history: rows };
const OPTION_CHECKS: Checks<RunCurvesOptions> = { metric: text };

const WIDTH = 640;
const PLOT_HEIGHT = 330;
const LEGEND_ROW = 22;
/** Characters that fit beside the legend's line. */
const NAME_LENGTH = 70;
/** A second way to tell runs apart, beside colour. */
const SYMBOLS: readonly { symbol: Curve["symbol"]; symbolSize: number }[] = [
  { symbol: "circle", symbolSize: 8 },
  { symbol: "diamond", symbolSize: 10 },
  { symbol: "rect", symbolSize: 7 },
  { symbol: "triangle", symbolSize: 9 },
];

/**
 * One metric of several trainings in one picture (SVG): a solid line with a mark at its end for the validation images of
 * each run, a thin dashed one for its training images; a run has what its rows have. Values that are not finite leave a
 * gap, and a few values far above all others are drawn at the upper edge.
 *
 * @param runs up to 12, in the order of the legend; names may be equal
 * @throws EvaluationInputError for wrong or unknown options, more runs, or a metric that no run has
 */
export function runCurves(runs: readonly RunHistory[], options: RunCurvesOptions = {}): string {
  requireNone("Cannot draw runs", problemsOf(runs, options));
  const { metric = "loss" } = options;
  return renderCurves({
    id: "run-curves",
    description: describe(runs, metric),
    width: WIDTH,
    height: PLOT_HEIGHT + LEGEND_ROW * runs.length,
    metric,
    curves: runs.flatMap((run, index) => curvesOf(run, index, metric)),
    grid: { top: 34, bottom: 12 + LEGEND_ROW * runs.length },
    legend: {
      bottom: 4,
      orient: "vertical",
      itemGap: LEGEND_ROW - 14,
      data: runs.map((_, index) => String(index)),
      formatter: (index: string) => axisLabel(runs[Number(index)]!.name, NAME_LENGTH),
    },
    yAxis: {
      name: `${axisLabel(metric, 40)} (solid: validation, dashed: training)`,
      nameTextStyle: { color: palette.muted, fontSize: 12, align: "left", padding: [0, 0, 0, -34] },
    },
    style: RUN_STYLE,
  });
}

/** Both are called by the run's number: the legend has one entry for them. */
function curvesOf({ history }: RunHistory, index: number, metric: string): Curve[] {
  const shared = { name: String(index), color: runColors[index]!, ...SYMBOLS[index % SYMBOLS.length]! };
  const points = (key: string): Curve["points"] => history.map((row) => [row.epoch, row[key]]);
  const last = history.findLastIndex((row) => isFiniteNumber(row[`val_${metric}`]));
  return [
    { ...shared, width: 2, dashed: false, points: points(`val_${metric}`), isMarked: (i) => i === last },
    { ...shared, width: 1, dashed: true, points: points(metric), isMarked: () => false },
  ];
}

function problemsOf(runs: readonly RunHistory[], options: RunCurvesOptions): string[] {
  const problems = optionProblems("runCurves", options, OPTION_CHECKS);
  if (!Array.isArray(runs)) return [...problems, "expected runs to be a list of { name, history }"];
  if (runs.length > runColors.length) {
    problems.push(
      `expected at most ${runColors.length} runs, received ${runs.length}: draw the best of them`,
    );
  }
  const wrong = runs.flatMap((run, i) =>
    inputProblems(`runs[${i}]`, run, RUN_CHECKS, ["name", "history"], () => []),
  );
  if (problems.length + wrong.length > 0) return [...problems, ...wrong];
  const known = [...new Set(runs.flatMap(({ history }) => history.flatMap(keysOf)))];
  const { metric = "loss" } = options;
  return known.length === 0 || known.includes(metric) ? [] : [unknownName("metric", metric, known)];
}

const keysOf = (row: EpochMetrics): string[] =>
  Object.keys(row)
    .filter((key) => key !== "epoch")
    .map((key) => key.replace(/^val_/, ""));

function describe(runs: readonly RunHistory[], metric: string): string {
  const ends = runs.map(({ name, history }) => {
    const last = history.at(-1);
    const value = last?.[`val_${metric}`] ?? last?.[metric];
    const end = isFiniteNumber(value) ? `${inWords(metric, value)} after epoch ${last!.epoch}` : "no value";
    return `${axisLabel(name, NAME_LENGTH)}: ${end}`;
  });
  const list = ends.length === 0 ? "no run" : ends.join("; ");
  return `Line chart of ${axisLabel(metric, 40)} by epoch for each run. ${list}.`;
}
