import { type Axis, axesMargins, drawAxes, numberText, type Plot } from "./axes.js";
import { textWidth } from "./label.js";
import { legendOf } from "./legend.js";
import { along } from "./scale.js";
import { element, svgDocument, text, through } from "./svg.js";
import { type SymbolName, symbolAt } from "./symbols.js";

export interface Line {
  /** In the legend. Default: the line is not there. */
  readonly name?: string;
  readonly color: string;
  /** From left to right; a `y` that is no finite number is a gap. */
  readonly points: readonly (readonly [x: number, y: number | undefined])[];
  /** Pixels. Default 2. */
  readonly width?: number;
  readonly dashed?: boolean;
  /** Of the marks on it, and in the legend. Default: no marks, but for a point between two gaps. */
  readonly symbol?: SymbolName;
  /** Diameter of the mark at a point, pixels; 0 for none. Default: 7 everywhere. */
  readonly markSize?: (index: number) => number;
}

/** What lies between two lines, such as an interval. */
export interface Band {
  readonly name?: string;
  readonly color: string;
  readonly points: readonly (readonly [x: number, low: number, high: number])[];
}

export interface LineChart {
  /** What the picture shows, for people who do not see it. */
  readonly description: string;
  /** Of the whole picture, CSS pixels. */
  readonly width: number;
  /** Of what is between the axes, CSS pixels. Default: as high as it is wide. */
  readonly plotHeight?: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  readonly bands?: readonly Band[];
  /** Default "above". */
  readonly legend?: "above" | "below";
}

type Point = readonly [x: number, y: number];

/**
 * Lines over an axis, as an SVG document. What is above the vertical axis is drawn at its upper edge, with a triangle at its
 * highest point and the largest value beside it; what is below the axis is cut off.
 *
 * @throws RangeError where a place is no finite number, other than a line's `y`
 */
export function lineChart(chart: LineChart): string {
  const { width, x, y, lines, bands = [], legend: place = "above" } = chart;
  const margins = axesMargins(x, y);
  const legend = legendOf([...lines.flatMap(entryOfLine), ...bands.flatMap(entryOfBand)], width - 8);
  const above = place === "above" && legend.height > 0 ? legend.height + 8 : 0;
  const plotWidth = Math.max(1, width - margins.left - margins.right);
  const plot: Plot = {
    left: margins.left,
    top: above + margins.top,
    width: plotWidth,
    height: chart.plotHeight ?? plotWidth,
  };
  const bottom = plot.top + plot.height + margins.bottom;
  const below = place === "below" && legend.height > 0 ? legend.height + 8 : 0;
  const across = along(x.scale, plot.left, plot.left + plot.width);
  const up = along(y.scale, plot.top + plot.height, plot.top);
  const toPixels = ([px, py]: Point): Point => [across(px), up(py)];
  const spikes = lines.map((line) => spikesOf(line, y.scale.high));
  const highest = spikes.flat().reduce((most, [, value]) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return svgDocument(
    { description: chart.description + aboutSpikes(highest, y), width, height: bottom + below },
    [
      ...drawAxes(plot, x, y),
      ...bands.map((band) => drawBand(band, toPixels)),
      ...lines.map((line) => drawLine(line, y.scale, toPixels)),
      ...spikes.flatMap((found, i) =>
        found.map(([px, value]) =>
          drawSpike(across(px), plot, lines[i]!.color, value === highest ? shortNumber(value) : undefined),
        ),
      ),
      ...legend.draw(4, place === "above" ? 2 : bottom + 6),
    ],
  );
}

const entryOfLine = ({ name, color, dashed = false, symbol }: Line) =>
  name === undefined ? [] : [{ name, color, mark: dashed ? ("dashes" as const) : ("line" as const), symbol }];

const entryOfBand = ({ name, color }: Band) =>
  name === undefined ? [] : [{ name, color, mark: "area" as const }];

const isNumber = (value: number | undefined): value is number => Number.isFinite(value);

/** Rounding is no spike. */
const isAbove = (value: number | undefined, high: number): value is number =>
  isNumber(value) && value - high > 1e-9 * Math.abs(high);

/** The highest point of every stretch above the axis. */
function spikesOf({ points }: Line, high: number): Point[] {
  const spikes: Point[] = [];
  let inside = true;
  for (const [px, value] of points) {
    if (!isAbove(value, high)) {
      inside = true;
    } else {
      if (inside) spikes.push([px, value]);
      else if (value > spikes.at(-1)![1]) spikes[spikes.length - 1] = [px, value];
      inside = false;
    }
  }
  return spikes;
}

const aboutSpikes = (highest: number, { scale, format = numberText }: Axis): string =>
  Number.isFinite(highest)
    ? ` Values above ${format(scale.high)} are drawn at the upper edge; the largest is ${shortNumber(highest)}.`
    : "";

const shortNumber = (value: number): string =>
  value.toLocaleString("en-US", { notation: "compact", maximumSignificantDigits: 3 });

function drawSpike(x: number, { left, top, width }: Plot, color: string, label: string | undefined): string {
  const triangle = symbolAt("triangle", x, top, 11, color);
  if (label === undefined) return triangle;
  const isRight = x + 10 + textWidth(label) <= left + width;
  const anchor = isRight ? "start" : "end";
  return triangle + text(x + (isRight ? 10 : -10), top + 15, label, { fill: color, "text-anchor": anchor });
}

function drawBand({ color, points }: Band, toPixels: (point: Point) => Point): string {
  const upper = points.map(([x, , high]) => toPixels([x, high]));
  const lower = points.map(([x, low]) => toPixels([x, low])).reverse();
  const corners = [...upper, ...lower];
  return corners.length === 0
    ? ""
    : element("path", { d: `${through(corners)}Z`, fill: color, "fill-opacity": 0.18 });
}

function drawLine(
  line: Line,
  scale: { low: number; high: number },
  toPixels: (point: Point) => Point,
): string {
  const { color, points, width = 2, dashed = false, symbol, markSize = () => (symbol ? 7 : 0) } = line;
  const inside = points.map(([x, value]): readonly [number, number | undefined] => [
    x,
    isNumber(value) ? Math.min(value, scale.high) : undefined,
  ]);
  const pieces = piecesAbove(inside, scale.low).map((piece) => piece.map(toPixels));
  const path = element("path", {
    d: pieces
      .filter(({ length }) => length > 1)
      .map(through)
      .join(""),
    fill: "none",
    stroke: color,
    "stroke-width": width,
    "stroke-linejoin": "round",
    "stroke-dasharray": dashed ? "6 4" : undefined,
  });
  const alone = pieces.flatMap((piece) =>
    piece.length === 1 ? [symbolAt("circle", ...piece[0]!, 4, color)] : [],
  );
  const marks = inside.flatMap(([x, value], i) => {
    const size = markSize(i);
    const isShown =
      size > 0 && value !== undefined && value >= scale.low && !isAbove(points[i]![1], scale.high);
    return isShown ? [symbolAt(symbol ?? "circle", ...toPixels([x, value]), size, color)] : [];
  });
  return [path, ...alone, ...marks].join("");
}

/** The parts of a line between its gaps, cut where they cross the lower edge. */
function piecesAbove(points: readonly (readonly [number, number | undefined])[], low: number): Point[][] {
  const pieces: Point[][] = [];
  let before: Point | undefined;
  for (const [x, value] of points) {
    const point: Point | undefined = value === undefined ? undefined : [x, value];
    const isIn = point !== undefined && point[1] >= low;
    const wasIn = before !== undefined && before[1] >= low;
    const crossing = before && point && isIn !== wasIn ? crossingOf(before, point, low) : undefined;
    if (isIn && !wasIn) pieces.push(crossing ? [crossing] : []);
    else if (!isIn && wasIn && crossing) pieces.at(-1)!.push(crossing);
    if (isIn) pieces.at(-1)!.push(point);
    before = point;
  }
  return pieces;
}

const crossingOf = ([x0, y0]: Point, [x1, y1]: Point, y: number): Point => [
  x0 + ((x1 - x0) * (y - y0)) / (y1 - y0),
  y,
];
