import { isolated, type Line, type SymbolName, seriesColors, shortLabel } from "@imgcls/charts";
import { type Check, type Checks, optionProblems, text, unknownName } from "@imgcls/checks";
import type { EpochMetrics } from "../history.js";
import { inputProblems, requireNone } from "../option-checks.js";
import { curveChart, inWords, isFiniteNumber } from "./curve-chart.js";

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
const PLOT_HEIGHT = 260;
/** Characters that fit beside the legend's line. */
const NAME_LENGTH = 70;
/** A second way to tell runs apart, beside colour. */
const SYMBOLS: readonly SymbolName[] = ["circle", "diamond", "square", "triangle"];

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
  return curveChart({
    description: describe(runs, metric),
    width: WIDTH,
    plotHeight: PLOT_HEIGHT,
    metric,
    lines: runs.flatMap((run, index) => linesOf(run, index, metric)),
    yName: `${shortLabel(metric, 40)} (solid: validation, dashed: training)`,
    legend: "below",
  });
}

/** The legend has one entry for both. */
function linesOf({ name, history }: RunHistory, index: number, metric: string): Line[] {
  const color = seriesColors[index]!;
  const points = (key: string): Line["points"] => history.map((row) => [row.epoch, row[key]]);
  const last = history.findLastIndex((row) => isFiniteNumber(row[`val_${metric}`]));
  return [
    {
      name: shortLabel(name, NAME_LENGTH),
      color,
      points: points(`val_${metric}`),
      symbol: SYMBOLS[index % SYMBOLS.length]!,
      markSize: (i) => (i === last ? 9 : 0),
    },
    { color, points: points(metric), width: 1, dashed: true },
  ];
}

function problemsOf(runs: readonly RunHistory[], options: RunCurvesOptions): string[] {
  const problems = optionProblems("runCurves", options, OPTION_CHECKS);
  if (!Array.isArray(runs)) return [...problems, "expected runs to be a list of { name, history }"];
  if (runs.length > seriesColors.length) {
    problems.push(
      `expected at most ${seriesColors.length} runs, received ${runs.length}: draw the best of them`,
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
    return `${isolated(shortLabel(name, NAME_LENGTH))}: ${end}`;
  });
  const list = ends.length === 0 ? "no run" : ends.join("; ");
  return `Line chart of ${shortLabel(metric, 40)} by epoch for each run. ${list}.`;
}
