import { fittingLabel, textWidth } from "./label.js";
import { element, rounded, text } from "./svg.js";
import { type SymbolName, symbolAt } from "./symbols.js";

export interface LegendEntry {
  readonly name: string;
  readonly color: string;
  /** Default: a line. */
  readonly mark?: "line" | "dashes" | "dot" | "area";
  /** On the line. Default: none. */
  readonly symbol?: SymbolName | undefined;
}

export interface Legend {
  readonly height: number;
  draw(left: number, top: number): string[];
}

const ROW = 20;
const FONT_SIZE = 13;
const KEY = 26;
const KEY_GAP = 6;
/** Between columns. */
const GAP = 18;

/** Entries in as many columns of one width as fit, row by row. */
export function legendOf(given: readonly LegendEntry[], width: number): Legend {
  const room = width - KEY - KEY_GAP;
  const entries = given.map((entry) => ({ ...entry, name: fittingLabel(entry.name, room, FONT_SIZE) }));
  const widest = Math.max(0, ...entries.map(({ name }) => textWidth(name, FONT_SIZE))) + KEY + KEY_GAP + GAP;
  const columns = Math.max(1, Math.min(entries.length, Math.floor((width + GAP) / widest)));
  return {
    height: ROW * Math.ceil(entries.length / columns),
    draw: (left, top) =>
      entries.map((entry, i) =>
        drawEntry(entry, left + (i % columns) * widest, top + ROW * (Math.floor(i / columns) + 0.5)),
      ),
  };
}

function drawEntry({ name, color, mark = "line", symbol }: LegendEntry, x: number, y: number): string {
  const middle = x + KEY / 2;
  const line = {
    d: `M${rounded(x)} ${y}h${KEY}`,
    stroke: color,
    "stroke-width": 2,
    "stroke-dasharray": mark === "dashes" ? "6 4" : undefined,
  };
  const key = {
    line: () => element("path", line),
    dashes: () => element("path", line),
    dot: () => symbolAt("circle", middle, y, 9, color),
    area: () => element("rect", { x: middle - 6, y: y - 6, width: 12, height: 12, rx: 2, fill: color }),
  }[mark]();
  return (
    key +
    (symbol === undefined ? "" : symbolAt(symbol, middle, y, 7, color)) +
    text(x + KEY + KEY_GAP, y + 4.5, name, { "font-size": FONT_SIZE })
  );
}
