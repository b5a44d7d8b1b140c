/**
 * Colours of the charts as CSS variables. ECharts passes `var(…)` through to the SVG, and the style sheet
 * that every chart carries gives them a value for light and for dark, so one SVG is legible in both: in a
 * page, opened alone, or as the source of an `<img>`. On paper they are always light.
 *
 * Text keeps a contrast of 4.5:1 or more against the page and against every heat map cell.
 */
export const palette = {
  ink: "var(--chart-ink)",
  muted: "var(--chart-muted)",
  line: "var(--chart-line)",
  train: "var(--chart-train)",
  validation: "var(--chart-validation)",
  cell: "var(--chart-cell)",
  right: "var(--chart-right)",
  wrong: "var(--chart-wrong)",
} as const;

/** Of lines that stand for equals, in their order; `RUN_STYLE` gives them their values. */
export const runColors: readonly string[] = Array.from({ length: 12 }, (_, i) => `var(--chart-run${i + 1})`);

export const CHART_CLASS = "imgcls-chart";

const light = {
  ink: "#1b2430",
  muted: "#586374",
  line: "#e1e4e8",
  train: "#2b6cb0",
  validation: "#c05621",
  cell: "#f3f4f5",
  right: "#94bbe6",
  wrong: "#f2a283",
} satisfies Record<keyof typeof palette, string>;

const dark = {
  ink: "#e8ebf0",
  muted: "#9ba7b6",
  line: "#2b333e",
  train: "#7fb3ee",
  validation: "#f0975f",
  cell: "#1d232b",
  right: "#33629a",
  wrong: "#a04c2c",
} satisfies Record<keyof typeof palette, string>;

/**
 * The categorical palettes of IBM's Carbon (data visualization, light and dark theme), their first twelve: 3:1 or more
 * against the page, and told apart with each of the three kinds of colour blindness.
 */
const lightRuns =
  "#6929c4 #1192e8 #005d5d #9f1853 #fa4d56 #570408 #198038 #002d9c #ee538b #b28600 #009d9a #012749".split(
    " ",
  );
const darkRuns =
  "#8a3ffc #33b1ff #007d79 #ff7eb6 #fa4d56 #fff1f1 #6fdc8c #4589ff #d12771 #d2a106 #08bdba #bae6ff".split(
    " ",
  );

const numbered = (colours: readonly string[]): Record<string, string> =>
  Object.fromEntries(colours.map((colour, i) => [`run${i + 1}`, colour]));

const declarations = (colours: Record<string, string>): string =>
  Object.entries(colours)
    .map(([name, value]) => `--chart-${name}:${value}`)
    .join(";");

/** `:where` keeps the specificity at zero, so a page can set the variables itself. */
const style = (light: Record<string, string>, dark: Record<string, string>): string =>
  [
    `:where(.${CHART_CLASS}){${declarations(light)}}`,
    `@media screen and (prefers-color-scheme:dark){:where(.${CHART_CLASS}){${declarations(dark)}}}`,
  ].join("");

export const CHART_STYLE = style(light, dark);
export const RUN_STYLE = style(numbered(lightRuns), numbered(darkRuns));
