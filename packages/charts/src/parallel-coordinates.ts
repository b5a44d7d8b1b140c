import {
  array,
  type Check,
  type Checks,
  func,
  inputProblems,
  object,
  texts,
  text as words,
} from "@imgcls/checks";
import { numberText } from "./axes.js";
import { requireNone } from "./errors.js";
import { fittingLabel, shortLabel } from "./label.js";
import { legendOf } from "./legend.js";
import { palette, seriesColors } from "./palette.js";
import { along, roundScale } from "./scale.js";
import { element, rounded, svgDocument, text, tooltip } from "./svg.js";
import { symbolAt } from "./symbols.js";
import { shortened } from "./title.js";

export interface Setting {
  readonly name: string;
  /** One a line; `undefined` where a line has none. */
  readonly values: readonly (number | string | undefined)[];
}

export interface Result {
  readonly name: string;
  /** One a line; `undefined` where there is none. */
  readonly values: readonly (number | undefined)[];
  /** A value as text. Default: the number. */
  readonly format?: (value: number) => string;
}

export interface ParallelCoordinates {
  /** What the picture shows, for people who do not see it. */
  readonly description: string;
  /** Of the lines, such as those of runs. */
  readonly names: readonly string[];
  /** An axis each, from the left. */
  readonly settings: readonly Setting[];
  /** What came of them: the last axis. */
  readonly result: Result;
}

/** Where the values of an axis are: 0 at its lower end, 1 at its upper. */
interface Places {
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  placeOf(value: number | string | undefined): number | undefined;
}

const TOP = 52;
const HEIGHT = 260;
const SIDE = 24;
const SPACING = 130;
const NAME_LENGTH = 70;
/** So many different numbers or fewer are names of choices: at equal distances. */
const CHOICES = 5;
/** From this ratio on, a linear axis would show one end only. */
const WIDE = 100;
const NONE = "–";
/** Words that stay legible where lines pass behind them. */
const OVER_LINES = { stroke: palette.paper, "stroke-width": 4, "paint-order": "stroke" };

/**
 * A line for each run through its settings to its result, as an SVG document: which settings go with good results. Texts, and
 * numbers of which there are at most five, are at equal distances, in order; more numbers on a linear scale, or a logarithmic
 * one where the largest is a hundred times the smallest. Up to twelve lines have colours and a legend; of more, a line is the
 * stronger the better its result.
 *
 * @throws ChartInputError with everything that does not fit
 */
export function parallelCoordinates(input: ParallelCoordinates): string {
  requireNone("Cannot draw parallel coordinates", problemsOf(input));
  const { description, names, settings, result } = input;
  const axes = [
    ...settings.map(({ name, values }) => ({ name, values, places: placesOfSetting(values) })),
    { name: result.name, values: result.values, places: placesOfResult(result) },
  ];
  const up = along({ low: 0, high: 1 }, TOP + HEIGHT, TOP);
  const isNamed = names.length <= seriesColors.length;
  const legend = legendOf(
    isNamed ? names.map((name, i) => ({ name: shortLabel(name, NAME_LENGTH), color: seriesColors[i]! })) : [],
    Math.max(600, SPACING * axes.length),
  );
  const strengths = strengthsOf(result.values);
  const lines = names.map((name, i) => {
    const points = axes.flatMap(({ values, places }, axis) => {
      const place = places.placeOf(values[i]);
      return place === undefined ? [] : [[SIDE + axis * SPACING, up(place)] as const];
    });
    const color = isNamed ? seriesColors[i]! : palette.train;
    return element("g", { opacity: isNamed ? undefined : strengths[i]! }, [
      tooltip(name),
      element("path", { d: smoothly(points), fill: "none", stroke: color, "stroke-width": 2 }),
      ...points.map(([x, y]) => symbolAt("circle", x, y, 6, color)),
    ]);
  });
  const width = Math.max(2 * SIDE + axes.length * SPACING, 640);
  return svgDocument({ description, width, height: TOP + HEIGHT + 30 + legend.height }, [
    ...lines,
    ...axes.map(({ name, places }, axis) => drawAxis(name, places, axis, up)),
    ...legend.draw(SIDE, TOP + HEIGHT + 20),
  ]);
}

/** Names on two rows in turns, because they are wider than the axes are apart. */
function drawAxis(name: string, { ticks }: Places, axis: number, up: (place: number) => number): string {
  const x = SIDE + axis * SPACING;
  return element("g", {}, [
    element("path", { d: `M${x} ${TOP}v${HEIGHT}`, stroke: palette.muted }),
    shortened(x - 8, axis % 2 === 0 ? 16 : 34, name, 2 * SPACING - 20, { "font-weight": 600 }),
    ...ticks.map(({ at, label }) => text(x + 8, up(at) + 4, fittingLabel(label, SPACING - 20), OVER_LINES)),
  ]);
}

function placesOfSetting(values: readonly (number | string | undefined)[]): Places {
  const different = [...new Set(values)].filter((value) => value !== undefined);
  const numbers = different.filter((value) => typeof value === "number").sort((a, b) => a - b);
  if (numbers.length > CHOICES && numbers.length === different.length) return placesOfNumbers(numbers);
  const texts = different.filter((value) => typeof value === "string").sort();
  const choices = [...(values.includes(undefined) ? [undefined] : []), ...numbers, ...texts];
  const placeOf = (value: number | string | undefined) =>
    choices.length === 1 ? 0.5 : choices.indexOf(value) / (choices.length - 1);
  const labelOf = (value: number | string | undefined) =>
    typeof value === "number" ? numberText(value) : (value ?? NONE);
  return { ticks: choices.map((value) => ({ at: placeOf(value), label: labelOf(value) })), placeOf };
}

/** @param numbers ascending */
function placesOfNumbers(numbers: readonly number[]): Places {
  const [least, most] = [numbers[0]!, numbers.at(-1)!];
  const isWide = least > 0 && most >= WIDE * least;
  if (!isWide) return linearPlaces(numbers, numberText);
  const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const at = along({ low, high }, 0, 1);
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, i) => ({
      at: at(low + i),
      label: numberText(10 ** (low + i)),
    })),
    placeOf: (value) => (typeof value === "number" ? at(Math.log10(value)) : undefined),
  };
}

const placesOfResult = ({ values, format = numberText }: Result): Places =>
  linearPlaces(
    values.filter((value) => value !== undefined),
    format,
  );

function linearPlaces(numbers: readonly number[], format: (value: number) => string): Places {
  const scale = roundScale(
    numbers.reduce((a, b) => Math.min(a, b), numbers[0] ?? 0),
    numbers.reduce((a, b) => Math.max(a, b), numbers[0] ?? 0),
    4,
  );
  const at = along(scale, 0, 1);
  return {
    ticks: scale.ticks.map((tick) => ({ at: at(tick), label: format(tick) })),
    placeOf: (value) => (typeof value === "number" ? at(value) : undefined),
  };
}

/** The better, the stronger; what has no result is the weakest. */
function strengthsOf(values: readonly (number | undefined)[]): number[] {
  const ascending = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return values.map((value) =>
    value === undefined ? 0.15 : 0.15 + (0.85 * (ascending.lastIndexOf(value) + 1)) / ascending.length,
  );
}

/** Level at each axis, so that lines that meet there can be followed. */
function smoothly(points: readonly (readonly [x: number, y: number])[]): string {
  return points
    .map(([x, y], i) => {
      if (i === 0) return `M${rounded(x)} ${rounded(y)}`;
      const [x0, y0] = points[i - 1]!;
      const middle = rounded((x0 + x) / 2);
      return `C${middle} ${rounded(y0)} ${middle} ${rounded(y)} ${rounded(x)} ${rounded(y)}`;
    })
    .join("");
}

const INPUT: Checks<ParallelCoordinates> = {
  description: words,
  names: texts,
  settings: array,
  result: object,
};
const isValue = (value: unknown): boolean =>
  value === undefined || typeof value === "string" || Number.isFinite(value);
const settingValues: Check = {
  expected: "a list of finite numbers and texts",
  accepts: (value) => Array.isArray(value) && value.every(isValue),
};
const resultValues: Check = {
  expected: "a list of finite numbers",
  accepts: (value) => Array.isArray(value) && value.every((one) => isValue(one) && typeof one !== "string"),
};
const SETTING: Checks<Setting> = { name: words, values: settingValues };
const RESULT: Checks<Result> = { name: words, values: resultValues, format: func };

function problemsOf(input: ParallelCoordinates): string[] {
  const required = ["description", "names", "settings", "result"] as const;
  return inputProblems("parallelCoordinates", input, INPUT, required, () => {
    const { names, settings, result } = input;
    const perLine = (owner: string, { values }: Setting) =>
      values.length === names.length
        ? []
        : [`expected ${owner}.values to have ${names.length} values, one a name, received ${values.length}`];
    return [
      ...settings.flatMap((setting, i) =>
        inputProblems(`settings[${i}]`, setting, SETTING, ["name", "values"], () =>
          perLine(`settings[${i}]`, setting),
        ),
      ),
      ...inputProblems("result", result, RESULT, ["name", "values"], () => perLine("result", result)),
    ];
  });
}
