import { type Checks, integer, text, texts } from "@imgcls/checks";
import type { CustomSeriesRenderItem } from "echarts";
import { inputProblems, numbers, requireNone } from "../option-checks.js";
import { axisLabel } from "./axis-label.js";
import { palette, RUN_STYLE, runColors } from "./palette.js";
import { renderSvg } from "./render-svg.js";

export interface ScatterInput {
  /** `[points, 2]` */
  readonly coordinates: ArrayLike<number>;
  /** `[points]`, positions in `names`: which group each is of. */
  readonly groups: ArrayLike<number>;
  readonly names: readonly string[];
  /** What the groups are, for people who do not see them: "clusters". Default: "groups". */
  readonly of?: string;
  readonly xName?: string;
  readonly yName?: string;
}

const CHECKS: Checks<ScatterInput> = {
  coordinates: numbers,
  groups: numbers,
  names: texts,
  of: text,
  xName: text,
  yName: text,
};

const SIDE = 400;
const LEGEND_ROW = 20;
const NAME_LENGTH = 28;
const RADIUS = 2.6;
/** As many as there are colours; of more groups the smallest share a grey. */
const COLORS = runColors.length;

/**
 * Points in a plane, such as embeddings along their principal components, in the colours of up to twelve groups (SVG). Of more, the
 * eleven largest have colours. Both axes have the same scale, so that distances are what they seem.
 *
 * @throws EvaluationInputError with everything that does not fit
 */
export function scatterChart(input: ScatterInput): string {
  const required = ["coordinates", "groups", "names"] as const;
  requireNone(
    "Cannot draw points",
    inputProblems("scatterChart", input, CHECKS, required, () => contentProblems(input)),
  );
  const { coordinates, groups, of = "groups", xName = "", yName = "" } = input;
  const { legend, colorOf } = coloured(input);
  const axes = [0, 1].map((axis) => Array.from(groups, (_, i) => coordinates[2 * i + axis]!)) as [
    number[],
    number[],
  ];
  const ranges = sameScale(axes);
  const below = LEGEND_ROW * Math.ceil(legend.length / 2);
  const axis = (name: string, [min, max]: Range) => ({
    type: "value",
    min,
    max,
    name,
    nameLocation: "middle",
    nameGap: 10,
    nameTextStyle: { color: palette.muted, fontSize: 12 },
    axisLabel: { show: false },
    axisTick: { show: false },
    axisLine: { onZero: false, lineStyle: { color: palette.line } },
    splitLine: { show: false },
  });
  return renderSvg({
    id: `scatter-${of}`,
    description: `${groups.length} points in a plane, by ${of}: ${legend.map(({ label, count }) => `${label} (${count})`).join(", ")}.`,
    width: SIDE + 40,
    height: SIDE + 40 + below,
    style: RUN_STYLE,
    option: {
      grid: { left: 28, top: 8, width: SIDE, height: SIDE },
      xAxis: axis(xName, ranges[0]!),
      yAxis: axis(yName, ranges[1]!),
      series: [
        {
          type: "custom",
          silent: true,
          clip: true,
          // In turns, so that no group lies under all others.
          data: axes[0].map((x, i) => [x, axes[1][i]!, groups[i]!]),
          renderItem: drawPoint(colorOf),
        },
        {
          type: "custom",
          silent: true,
          data: legend.map((_, i) => [i]),
          renderItem: drawEntry(legend),
          clip: false,
        },
      ],
    },
  });
}

interface Entry {
  readonly label: string;
  readonly color: string;
  readonly count: number;
}

/** Groups that have points, in their order; what is left of more than there are colours is one entry. */
function coloured({ groups, names }: ScatterInput): {
  legend: readonly Entry[];
  colorOf: (group: number) => string;
} {
  const counts = new Array<number>(names.length).fill(0);
  for (let i = 0; i < groups.length; i++) counts[groups[i]!]!++;
  const present = [...names.keys()].filter((group) => counts[group]! > 0);
  const named =
    present.length <= COLORS
      ? present
      : [...present]
          .sort((a, b) => counts[b]! - counts[a]!)
          .slice(0, COLORS - 1)
          .sort((a, b) => a - b);
  const others = present.filter((group) => !named.includes(group));
  const colors = new Map(named.map((group, i) => [group, runColors[i]!]));
  const colorOf = (group: number) => colors.get(group) ?? palette.muted;
  const rest = {
    label: `${others.length} others`,
    color: palette.muted,
    count: others.reduce((sum, group) => sum + counts[group]!, 0),
  };
  return {
    legend: [
      ...named.map((group) => ({
        label: axisLabel(names[group]!, NAME_LENGTH),
        color: colorOf(group),
        count: counts[group]!,
      })),
      ...(others.length > 0 ? [rest] : []),
    ],
    colorOf,
  };
}

type Range = readonly [min: number, max: number];

/** The middle of each axis in the middle, and as much on both sides of it as the wider one needs. */
function sameScale(axes: readonly (readonly number[])[]): Range[] {
  const extents = axes.map((values) => {
    const min = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const max = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    return { middle: (min + max) / 2, half: (max - min) / 2 };
  });
  const half = 1.04 * Math.max(...extents.map((extent) => extent.half)) || 1;
  return extents.map(({ middle }) => [middle - half, middle + half]);
}

const drawPoint =
  (colorOf: (group: number) => string): CustomSeriesRenderItem =>
  (_, api) => {
    const [cx, cy] = api.coord([api.value(0), api.value(1)]) as [number, number];
    return {
      type: "circle",
      shape: { cx: Number(cx.toFixed(1)), cy: Number(cy.toFixed(1)), r: RADIUS },
      style: { fill: colorOf(api.value(2) as number), opacity: 0.75 },
    };
  };

/** Below the plane, in two columns. */
const drawEntry =
  (legend: readonly Entry[]): CustomSeriesRenderItem =>
  ({ dataIndex }) => {
    const { label, color } = legend[dataIndex]!;
    const x = 34 + (dataIndex % 2) * (SIDE / 2);
    const y = SIDE + 40 + Math.floor(dataIndex / 2) * LEGEND_ROW;
    return {
      type: "group",
      children: [
        { type: "circle", shape: { cx: x, cy: y, r: 4.5 }, style: { fill: color } },
        {
          type: "text",
          style: { text: label, x: x + 12, y, verticalAlign: "middle", fill: palette.ink, fontSize: 13 },
        },
      ],
    };
  };

function contentProblems({ coordinates, groups, names }: ScatterInput): string[] {
  if (groups.length === 0) return ["groups is empty, expected at least one point"];
  if (coordinates.length !== 2 * groups.length) {
    return [`coordinates has ${coordinates.length} numbers, expected ${2 * groups.length}, two a point`];
  }
  const wrong = Array.from(groups).findIndex(
    (group) => !integer.accepts(group) || group < 0 || group >= names.length,
  );
  const infinite = Array.from(coordinates).findIndex((value) => !Number.isFinite(value));
  return [
    ...(wrong < 0
      ? []
      : [`expected groups from 0 to ${names.length - 1}, received ${groups[wrong]} for point ${wrong}`]),
    ...(infinite < 0
      ? []
      : [`expected finite coordinates, received ${coordinates[infinite]} for point ${infinite >> 1}`]),
  ];
}
