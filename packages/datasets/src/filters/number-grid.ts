import { drawTitle, element, palette, svgDocument, TITLE_HEIGHT, text, textWidth } from "@imgcls/charts";
import type { Grid } from "./grid.js";

/** A grid whose numbers are shown. */
export interface NumberGrid {
  readonly grid: Grid;
  readonly caption: string;
  /** The sign between the grid before and this one. Default "→". */
  readonly sign?: string;
  /** Rows and columns that a window covers. */
  readonly window?: { readonly height: number; readonly width: number };
  /** Rows and columns of zeros around the grid, which are shown pale. */
  readonly borders?: {
    readonly top: number;
    readonly bottom: number;
    readonly left: number;
    readonly right: number;
  };
}

export interface NumberRow {
  readonly heading: string;
  readonly grids: readonly NumberGrid[];
  /** A sentence below. */
  readonly note?: string;
}

const CELL = 34;
const GAP = 28;
const LINE = 22;

/** Rows of grids side by side, with signs between them, as a self-contained SVG document. */
export function numberGrids(title: string, rows: readonly NumberRow[]): string {
  const parts: string[] = [];
  let y = TITLE_HEIGHT + GAP / 2;
  let width = 0;
  for (const { heading, grids, note } of rows) {
    const heights = grids.map(({ grid }) => grid.height * CELL);
    const height = Math.max(...heights);
    const middle = y + LINE / 2 + Math.min(...heights) / 2;
    parts.push(text(GAP, y, heading, { "font-weight": 600 }));
    let x = GAP;
    for (const [i, shown] of grids.entries()) {
      if (i > 0) {
        const sign = shown.sign ?? "→";
        parts.push(text(x + 0.75 * GAP, middle + 6, sign, { "text-anchor": "middle", "font-size": 18 }));
        x += 1.5 * GAP;
      }
      parts.push(...numberGrid(shown, x, y + LINE / 2));
      parts.push(
        text(x, y + LINE / 2 + shown.grid.height * CELL + 15, shown.caption, { fill: palette.muted }),
      );
      x += Math.max(shown.grid.width * CELL, textWidth(shown.caption));
    }
    y += LINE / 2 + height + LINE;
    if (note !== undefined) {
      parts.push(text(GAP, y + 12, note));
      width = Math.max(width, 2 * GAP + textWidth(note));
      y += LINE;
    }
    width = Math.max(width, x + GAP);
    y += GAP;
  }
  return svgDocument({ width, height: y }, [drawTitle(title, GAP, width - 2 * GAP), ...parts]);
}

function numberGrid({ grid, window, borders }: NumberGrid, left: number, top: number): string[] {
  const { values, height, width } = grid;
  const isBorder = (row: number, column: number): boolean =>
    borders !== undefined &&
    (row < borders.top ||
      row >= height - borders.bottom ||
      column < borders.left ||
      column >= width - borders.right);
  const cells = Array.from(values, (value, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    const [x, y] = [left + column * CELL, top + row * CELL];
    const pale = isBorder(row, column);
    return [
      element("rect", {
        x,
        y,
        width: CELL,
        height: CELL,
        fill: pale ? palette.cell : "none",
        stroke: palette.line,
      }),
      text(x + CELL / 2, y + CELL / 2 + 4, numberText(value), {
        fill: pale ? palette.muted : undefined,
      }),
    ].join("");
  });
  const outline = window && [
    element("rect", {
      x: left,
      y: top,
      width: window.width * CELL,
      height: window.height * CELL,
      fill: palette.wrong,
      "fill-opacity": 0.3,
      stroke: palette.validation,
      "stroke-width": 2,
    }),
  ];
  return [element("g", { "text-anchor": "middle" }, cells), ...(outline ?? [])];
}

/** Whole numbers as they are, others with the digits that fit a cell. */
export const numberText = (value: number): string => {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return String(Number(value.toFixed(digits))).replace("-", "−");
};
