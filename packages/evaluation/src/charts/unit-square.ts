import { palette, RUN_STYLE } from "./palette.js";
import { renderSvg } from "./render-svg.js";

/** A line in the square of two shares. */
export interface SquareLine {
  /** In the legend; none without it. */
  readonly name?: string;
  readonly color: string;
  /** [x, y], both 0..1. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Diameter of the mark at each point, pixels. Default: no marks. */
  readonly marks?: readonly number[];
}

export interface SquareChart {
  readonly id: string;
  readonly description: string;
  readonly xName: string;
  readonly yName: string;
  readonly lines: readonly SquareLine[];
  /** A dashed line from 0, 0 to 1, 1, to compare with. Default false */
  readonly diagonal?: boolean;
}

const SIDE = 330;
const LEGEND_ROW = 20;

/** Both axes from 0 to 1, of the same length, in percent. */
export function unitSquare({ id, description, xName, yName, lines, diagonal = false }: SquareChart): string {
  const named = lines.flatMap(({ name }) => name ?? []);
  const below = LEGEND_ROW * named.length;
  const axis = (name: string, nameGap: number) => ({
    type: "value",
    min: 0,
    max: 1,
    interval: 0.25,
    name,
    nameLocation: "middle",
    nameGap,
    nameTextStyle: { color: palette.muted, fontSize: 12 },
    axisLabel: { color: palette.muted, fontSize: 12, formatter: (value: number) => `${100 * value}%` },
    axisLine: { lineStyle: { color: palette.muted } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: palette.line } },
  });
  return renderSvg({
    id,
    description,
    width: SIDE + 70,
    height: SIDE + 50 + below,
    style: RUN_STYLE,
    option: {
      grid: { left: 60, top: 10, width: SIDE, height: SIDE - 10 },
      legend: {
        left: 54,
        bottom: 0,
        orient: "vertical",
        itemGap: LEGEND_ROW - 14,
        itemWidth: 24,
        data: named,
        textStyle: { color: palette.ink, fontSize: 13 },
        silent: true,
      },
      xAxis: axis(xName, 28),
      yAxis: axis(yName, 42),
      series: [
        ...(diagonal ? [dashedDiagonal()] : []),
        ...lines.map(({ name, color, points, marks }) => ({
          type: "line",
          ...(name !== undefined && { name }),
          data: points.map((point, i) => ({ value: point, symbolSize: marks?.[i] ?? 0 })),
          symbol: marks ? "circle" : "none",
          lineStyle: { color, width: 2 },
          itemStyle: { color },
          silent: true,
        })),
      ],
    },
  });
}

const dashedDiagonal = () => ({
  type: "line",
  data: [
    [0, 0],
    [1, 1],
  ],
  symbol: "none",
  lineStyle: { color: palette.muted, width: 1, type: [4, 4] },
  silent: true,
});
