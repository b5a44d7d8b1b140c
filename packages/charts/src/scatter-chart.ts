import { type Checks, inputProblems, integer, numbers, texts, text as words } from "@imgcls/checks";
import { requireNone } from "./errors.js";
import { isolated, shortLabel } from "./label.js";
import { legendOf } from "./legend.js";
import { palette, seriesColors } from "./palette.js";
import { along } from "./scale.js";
import { element, svgDocument, text } from "./svg.js";
import { symbolAt } from "./symbols.js";

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
  of: words,
  xName: words,
  yName: words,
};

const SIDE = 400;
const LEFT = 28;
const TOP = 8;
const NAME_LENGTH = 28;
const DIAMETER = 5.2;
/** As many as there are colours; of more groups the smallest share a grey. */
const COLORS = seriesColors.length;

/**
 * Points in a plane, such as embeddings along their principal components, in the colours of up to twelve groups, as an SVG
 * document. Of more, the eleven largest have colours. Both axes have the same scale, so that distances are what they seem.
 *
 * @throws ChartInputError with everything that does not fit
 */
export function scatterChart(input: ScatterInput): string {
  const required = ["coordinates", "groups", "names"] as const;
  requireNone(
    "Cannot draw points",
    inputProblems("scatterChart", input, CHECKS, required, () => contentProblems(input)),
  );
  const { coordinates, groups, of = "groups", xName = "", yName = "" } = input;
  const { entries, colorOf } = coloured(input);
  const axes = [0, 1].map((axis) => Array.from(groups, (_, i) => coordinates[2 * i + axis]!));
  const [horizontal, vertical] = sameScale(axes) as [Range, Range];
  const across = along(horizontal, LEFT, LEFT + SIDE);
  const up = along(vertical, TOP + SIDE, TOP);
  const bottom = TOP + SIDE;
  const legend = legendOf(
    entries.map(({ label, color }) => ({ name: label, color, mark: "dot" as const })),
    SIDE,
  );
  // In turns, so that no group lies under all others.
  const points = Array.from(groups, (group, i) =>
    symbolAt("circle", across(axes[0]![i]!), up(axes[1]![i]!), DIAMETER, colorOf(group)),
  );
  const counted = entries.map(({ label, count }) => `${isolated(label)} (${count})`);
  const quiet = { fill: palette.muted, "text-anchor": "middle" };
  return svgDocument(
    {
      description: `${groups.length} points in a plane, by ${of}: ${counted.join(", ")}.`,
      width: LEFT + SIDE + 12,
      height: bottom + 32 + legend.height,
    },
    [
      element("path", { d: `M${LEFT} ${TOP}v${SIDE}h${SIDE}`, fill: "none", stroke: palette.line }),
      element("g", { "fill-opacity": 0.75 }, points),
      text(LEFT + SIDE / 2, bottom + 18, xName, quiet),
      text(LEFT - 10, TOP + SIDE / 2, yName, {
        ...quiet,
        transform: `rotate(-90 ${LEFT - 10} ${TOP + SIDE / 2})`,
      }),
      ...legend.draw(LEFT, bottom + 28),
    ],
  );
}

interface Entry {
  readonly label: string;
  readonly color: string;
  readonly count: number;
}

/** Groups that have points, in their order; what is left of more than there are colours is one entry. */
function coloured({ groups, names }: ScatterInput): {
  entries: readonly Entry[];
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
  const colors = new Map(named.map((group, i) => [group, seriesColors[i]!]));
  const colorOf = (group: number) => colors.get(group) ?? palette.muted;
  const rest = {
    label: `${others.length} others`,
    color: palette.muted,
    count: others.reduce((sum, group) => sum + counts[group]!, 0),
  };
  return {
    entries: [
      ...named.map((group) => ({
        label: shortLabel(names[group]!, NAME_LENGTH),
        color: colorOf(group),
        count: counts[group]!,
      })),
      ...(others.length > 0 ? [rest] : []),
    ],
    colorOf,
  };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The middle of each axis in the middle, and as much on both sides of it as the wider one needs. */
function sameScale(axes: readonly (readonly number[])[]): Range[] {
  const extents = axes.map((values) => {
    const min = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const max = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    return { middle: (min + max) / 2, half: (max - min) / 2 };
  });
  const half = 1.04 * Math.max(...extents.map((extent) => extent.half)) || 1;
  return extents.map(({ middle }) => ({ low: middle - half, high: middle + half }));
}

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
