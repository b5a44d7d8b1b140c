import {
  array,
  type Checks,
  finite,
  func,
  inputProblems,
  positive,
  texts,
  text as words,
} from "@imgcls/checks";
import { type Axis, axesMargins, drawAxes, numberText, type Plot } from "./axes.js";
import { requireNone } from "./errors.js";
import { legendOf } from "./legend.js";
import { palette } from "./palette.js";
import { along, roundScale, scaleTo } from "./scale.js";
import { element, svgDocument, tooltip } from "./svg.js";

export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  /** How many of each kind are in it, from 0; drawn on top of each other. */
  readonly counts: readonly number[];
}

export interface Histogram {
  /** What the picture shows, for people who do not see it. */
  readonly description: string;
  /** From left to right. */
  readonly bins: readonly HistogramBin[];
  /** Of the kinds, in the legend. Default: no legend. */
  readonly names?: readonly string[];
  /** Of the kinds. Default, for up to two: the colours of right answers and of mistakes. */
  readonly colors?: readonly string[];
  /** Ends of the axis. Default: of the bins. */
  readonly range?: readonly [low: number, high: number];
  /** Of the whole picture, CSS pixels. Default 440. */
  readonly width?: number;
  /** Below the axis. Default: none. */
  readonly xName?: string;
  /** Above the counts. Default: none. */
  readonly yName?: string;
  /** An end of a bin as text. Default: the number. */
  readonly format?: (value: number) => string;
}

const CHECKS: Checks<Histogram> = {
  description: words,
  bins: array,
  names: texts,
  colors: texts,
  range: {
    expected: "[low, high]",
    accepts: (value) => Array.isArray(value) && value.every(finite.accepts) && value[0] < value[1],
  },
  width: positive,
  xName: words,
  yName: words,
  format: func,
};

const PLOT_HEIGHT = 200;

/**
 * How many values are where, as an SVG document: a bar for each bin, as wide as the bin.
 *
 * @throws ChartInputError with everything that does not fit
 */
export function histogram(input: Histogram): string {
  requireNone("Cannot draw a histogram", problemsOf(input));
  const { description, bins, names = [], colors = [palette.right, palette.wrong], width = 440 } = input;
  const totals = bins.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0));
  const most = totals.reduce((a, b) => Math.max(a, b), 0);
  const [low, high] = input.range ?? [bins[0]!.from, bins.at(-1)!.to];
  const x: Axis = {
    scale: { low, high, ticks: roundScale(low, high, 4).ticks.filter((tick) => tick >= low && tick <= high) },
    ...(input.xName !== undefined && { name: input.xName }),
    ...(input.format && { format: input.format }),
  };
  const y: Axis = { scale: scaleTo(most, 4), ...(input.yName !== undefined && { name: input.yName }) };
  const legend = legendOf(
    names.map((name, kind) => ({ name, color: colors[kind]!, mark: "area" as const })),
    width - 8,
  );
  const margins = axesMargins(x, y);
  const plot: Plot = {
    left: margins.left,
    top: legend.height + margins.top,
    width: width - margins.left - margins.right,
    height: PLOT_HEIGHT,
  };
  const across = along(x.scale, plot.left, plot.left + plot.width);
  const up = along(y.scale, plot.top + plot.height, plot.top);
  const { format = numberText } = input;
  const bars = bins.map(({ from, to, counts }, i) => {
    let below = 0;
    const parts = counts.map((count, kind) => {
      const y = up(below + count);
      const part = { x: across(from), y, width: across(to) - across(from) - 1, height: up(below) - y };
      below += count;
      return count === 0 ? "" : element("rect", { ...part, fill: colors[kind]! });
    });
    const each = names.map((name, kind) => `${numberText(counts[kind]!)} ${name}`);
    const said = `${format(from)} to ${format(to)}: ${each.length > 0 ? each.join(", ") : numberText(totals[i]!)}`;
    return element("g", {}, [tooltip(said), ...parts]);
  });
  return svgDocument({ description, width, height: plot.top + PLOT_HEIGHT + margins.bottom }, [
    ...drawAxes(plot, x, y),
    ...bars,
    ...legend.draw(4, 0),
  ]);
}

/** As many bins of one width as are asked for, from the smallest value to the largest. */
export function binsOf(values: ArrayLike<number>, bins = 20): HistogramBin[] {
  requireNone("Cannot sort values into bins", [
    ...(values.length === 0 ? ["expected at least one value"] : []),
    ...Array.from(values).flatMap((value, i) =>
      finite.accepts(value) ? [] : [`expected finite values, received ${value} at ${i}`],
    ),
    ...(Number.isSafeInteger(bins) && bins > 0 ? [] : [`expected at least one bin, received ${bins}`]),
  ]);
  let [low, high] = [values[0]!, values[0]!];
  for (let i = 1; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const counts = new Array<number>(bins).fill(0);
  const width = (high - low) / bins;
  for (let i = 0; i < values.length; i++) {
    counts[Math.min(bins - 1, Math.floor((values[i]! - low) / width))]!++;
  }
  return counts.map((count, i) => ({ from: low + i * width, to: low + (i + 1) * width, counts: [count] }));
}

function problemsOf(input: Histogram): string[] {
  return inputProblems("histogram", input, CHECKS, ["description", "bins"], () => {
    const { bins, names, colors = [palette.right, palette.wrong] } = input;
    if (bins.length === 0) return ["bins is empty, expected at least one"];
    const kinds = bins[0]?.counts?.length ?? 1;
    const wrong = bins.flatMap((bin, i) => {
      const { from, to, counts } = bin ?? {};
      const isBin =
        finite.accepts(from) &&
        finite.accepts(to) &&
        from < to &&
        array.accepts(counts) &&
        counts.length === kinds &&
        counts.every((count) => finite.accepts(count) && count >= 0);
      return isBin
        ? []
        : [`expected bins[${i}] to be { from, to, counts } with from below to and ${kinds} counts from 0`];
    });
    return [
      ...wrong,
      ...(names !== undefined && names.length !== kinds
        ? [`expected ${kinds} names, received ${names.length}`]
        : []),
      ...(colors.length < kinds ? [`expected ${kinds} colours, received ${colors.length}`] : []),
    ];
  });
}
