import {
  array,
  type Check,
  type Checks,
  finite,
  func,
  inputProblems,
  positive,
  text as words,
} from "@imgcls/checks";
import { numberText } from "./axes.js";
import { requireNone } from "./errors.js";
import { fittingLabel, textWidth } from "./label.js";
import { palette } from "./palette.js";
import { element, svgDocument, text, through, tooltip } from "./svg.js";
import { drawTitle, TITLE_HEIGHT } from "./title.js";

export interface Bar {
  readonly name: string;
  /** 0 or more: the length. */
  readonly value: number;
  /** Where the value may be, such as a confidence interval. Default: none. */
  readonly interval?: readonly [low: number, high: number];
}

export interface BarChart {
  /** What the picture shows, for people who do not see it. */
  readonly description: string;
  readonly bars: readonly Bar[];
  /** Above the bars. Default: none. */
  readonly title?: string;
  /** What the longest possible bar is worth. Default: the largest value or end of an interval. */
  readonly most?: number;
  /** Of the longest possible bar, CSS pixels. Default 400. */
  readonly barWidth?: number;
  /** A value as text. Default: the number. */
  readonly format?: (value: number) => string;
}

const CHART: Checks<BarChart> = {
  description: words,
  bars: array,
  title: words,
  most: positive,
  barWidth: positive,
  format: func,
};
const atLeast0: Check = {
  expected: "a number from 0",
  accepts: (value) => finite.accepts(value) && (value as number) >= 0,
};
const BAR: Checks<Bar> = {
  name: words,
  value: atLeast0,
  interval: {
    expected: "[low, high]",
    accepts: (value) =>
      Array.isArray(value) && value.length === 2 && value.every(finite.accepts) && value[0] <= value[1],
  },
};

const GAP = 8;
const ROW = 20;
const LONGEST_NAME = 170;

/**
 * Horizontal bars with their values, one below the other, and whiskers where there are intervals, as an SVG document.
 *
 * @throws ChartInputError with everything that does not fit
 */
export function barChart(chart: BarChart): string {
  requireNone("Cannot draw bars", problemsOf(chart));
  const { description, bars, title, barWidth = 400, format = numberText } = chart;
  const ends = bars.map(({ value, interval }) => Math.max(value, interval?.[1] ?? 0));
  const most = chart.most ?? (ends.reduce((a, b) => Math.max(a, b), 0) || 1);
  const names = bars.map(({ name }) => fittingLabel(name, LONGEST_NAME));
  const left = 2 * GAP + names.reduce((widest, name) => Math.max(widest, textWidth(name)), 0);
  const top = title === undefined ? GAP : TITLE_HEIGHT;
  const across = (value: number) => left + (Math.min(most, Math.max(0, value)) / most) * barWidth;
  const numbers = bars.map(({ value }) => format(value));
  const width =
    left + barWidth + numbers.reduce((widest, number) => Math.max(widest, textWidth(number)), 0) + 2 * GAP;
  const rows = bars.map(({ name, value, interval }, i) => {
    const y = top + i * ROW;
    const middle = y + ROW / 2;
    return element("g", {}, [
      tooltip(`${name}: ${numbers[i]}${interval ? ` (${interval.map(format).join(" to ")})` : ""}`),
      text(left - GAP, middle + 4, names[i]!, { "text-anchor": "end" }),
      element("rect", {
        x: left,
        y: y + 3,
        width: across(value) - left,
        height: ROW - 6,
        fill: palette.right,
      }),
      ...(interval ? [whisker(across(interval[0]), across(interval[1]), middle)] : []),
      text(across(ends[i]!) + 6, middle + 4, numbers[i]!, { fill: palette.muted }),
    ]);
  });
  return svgDocument({ description, width, height: top + rows.length * ROW + GAP }, [
    ...(title === undefined ? [] : [drawTitle(title, GAP, width - 2 * GAP)]),
    ...rows,
  ]);
}

const whisker = (from: number, to: number, y: number): string =>
  element("path", {
    d: [
      [
        [from, y],
        [to, y],
      ] as const,
      [
        [from, y - 4],
        [from, y + 4],
      ] as const,
      [
        [to, y - 4],
        [to, y + 4],
      ] as const,
    ]
      .map(through)
      .join(""),
    stroke: palette.ink,
    fill: "none",
  });

function problemsOf(chart: BarChart): string[] {
  return inputProblems("barChart", chart, CHART, ["description", "bars"], () =>
    chart.bars.flatMap((bar, i) => inputProblems(`bars[${i}]`, bar, BAR, ["name", "value"], () => [])),
  );
}
