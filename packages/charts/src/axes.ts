import { fittingLabel, textWidth } from "./label.js";
import { palette } from "./palette.js";
import { along, type Scale } from "./scale.js";
import { element, rounded, text } from "./svg.js";

export interface Axis {
  readonly scale: Scale;
  /** Below a horizontal axis, above a vertical one. Default: none. */
  readonly name?: string;
  /** What is written at a tick. Default: the number. */
  readonly format?: (tick: number) => string;
}

/** Where the data are drawn, in pixels. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const TICK_GAP = 8;
const NAME_ROW = 20;

/** Six digits: binary fractions such as 0.1 + 0.2 must not show. */
export const numberText = (value: number): string => String(Number(value.toPrecision(6)));

/** "93.75%": of a share, what its digits need. */
export const percentText = (share: number): string => `${Number((100 * share).toFixed(4))}%`;

const labelOf = ({ format = numberText }: Axis, tick: number): string => format(tick);

/** Room that axes need on each side of the plot. */
export const axesMargins = (
  x: Axis,
  y: Axis,
): { left: number; right: number; top: number; bottom: number } => ({
  left: Math.ceil(Math.max(0, ...y.scale.ticks.map((tick) => textWidth(labelOf(y, tick))))) + TICK_GAP + 4,
  right: Math.ceil(Math.max(10, ...x.scale.ticks.slice(-1).map((tick) => textWidth(labelOf(x, tick)) / 2))),
  top: y.name === undefined ? 8 : NAME_ROW + 4,
  bottom: x.name === undefined ? 24 : 24 + NAME_ROW,
});

/** Grid lines with their values on the left, a base line with its values below. */
export function drawAxes({ left, top, width, height }: Plot, x: Axis, y: Axis): string[] {
  const [right, bottom] = [left + width, top + height];
  const [across, up] = [along(x.scale, left, right), along(y.scale, bottom, top)];
  const quiet = { fill: palette.muted };
  return [
    ...y.scale.ticks.flatMap((tick) => [
      element("path", { d: `M${left} ${rounded(up(tick))}h${width}`, stroke: palette.line }),
      text(left - TICK_GAP, up(tick) + 4, labelOf(y, tick), { ...quiet, "text-anchor": "end" }),
    ]),
    element("path", { d: `M${left} ${bottom}h${width}`, stroke: palette.muted }),
    ...x.scale.ticks.map((tick) =>
      text(across(tick), bottom + 18, labelOf(x, tick), { ...quiet, "text-anchor": "middle" }),
    ),
    ...(x.name === undefined
      ? []
      : [
          text(left + width / 2, bottom + 38, fittingLabel(x.name, width), {
            ...quiet,
            "text-anchor": "middle",
          }),
        ]),
    ...(y.name === undefined ? [] : [text(4, top - 14, fittingLabel(y.name, right - 4), quiet)]),
  ];
}
