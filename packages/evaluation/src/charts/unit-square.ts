import { type Axis, type Line, lineChart, palette, percentText, WHOLE_SHARE } from "@imgcls/charts";

export interface SquareChart {
  readonly description: string;
  readonly xName: string;
  readonly yName: string;
  /** Both coordinates 0..1. */
  readonly lines: readonly Line[];
  /** A dashed line from 0, 0 to 1, 1, to compare with. Default false */
  readonly diagonal?: boolean;
}

const DIAGONAL: Line = {
  color: palette.muted,
  points: [
    [0, 0],
    [1, 1],
  ],
  width: 1,
  dashed: true,
};

/** Both axes from 0 to 1, of the same length, in percent. */
export function unitSquare({ description, xName, yName, lines, diagonal = false }: SquareChart): string {
  const axis = (name: string): Axis => ({ name, scale: WHOLE_SHARE, format: percentText });
  return lineChart({
    description,
    width: 400,
    x: axis(xName),
    y: axis(yName),
    lines: [...(diagonal ? [DIAGONAL] : []), ...lines],
    legend: "below",
  });
}
