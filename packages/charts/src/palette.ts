/**
 * Colours of the charts as CSS variables. A style sheet that every chart carries gives them a value for light and for dark,
 * so one SVG is legible in both kinds of page; on paper they are always light. A page sets its own with a rule for
 * `.imgcls-chart`. For files, see `plainColors`.
 *
 * Text keeps a contrast of 4.5:1 or more against the page and against every heat map cell.
 */
export const palette = {
  ink: "var(--chart-ink)",
  muted: "var(--chart-muted)",
  line: "var(--chart-line)",
  paper: "var(--chart-paper)",
  train: "var(--chart-train)",
  validation: "var(--chart-validation)",
  cell: "var(--chart-cell)",
  right: "var(--chart-right)",
  wrong: "var(--chart-wrong)",
} as const;

/** Of what is equal to each other, in its order: runs, classes, clusters. */
export const seriesColors: readonly string[] = Array.from(
  { length: 12 },
  (_, i) => `var(--chart-series${i + 1})`,
);

export const CHART_CLASS = "imgcls-chart";

/**
 * Colour as it is on light and dark pages. The series are the categorical palettes of IBM's Carbon (data visualization,
 * light and dark theme), their first twelve: 3:1 or more against the page, and told apart with each of the three kinds of
 * colour blindness.
 */
const COLORS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  ink: ["#1b2430", "#e8ebf0"],
  muted: ["#586374", "#9ba7b6"],
  line: ["#e1e4e8", "#2b333e"],
  paper: ["#ffffff", "#12161c"],
  train: ["#2b6cb0", "#7fb3ee"],
  validation: ["#c05621", "#f0975f"],
  cell: ["#f3f4f5", "#1d232b"],
  right: ["#94bbe6", "#33629a"],
  wrong: ["#f2a283", "#a04c2c"],
  series1: ["#6929c4", "#8a3ffc"],
  series2: ["#1192e8", "#33b1ff"],
  series3: ["#005d5d", "#007d79"],
  series4: ["#9f1853", "#ff7eb6"],
  series5: ["#fa4d56", "#fa4d56"],
  series6: ["#570408", "#fff1f1"],
  series7: ["#198038", "#6fdc8c"],
  series8: ["#002d9c", "#4589ff"],
  series9: ["#ee538b", "#d12771"],
  series10: ["#b28600", "#d2a106"],
  series11: ["#009d9a", "#08bdba"],
  series12: ["#012749", "#bae6ff"],
};

/** The value of a variable on paper; `undefined` where there is no such variable. */
export const lightColor = (name: string): string | undefined => COLORS[name]?.[0];

/** The style sheet of a chart: those variables that its markup uses. `:where` leaves a page's own rules stronger. */
export function chartStyle(markup: string): string {
  // The text of the root itself is in ink.
  const names = Object.keys(COLORS).filter(
    (name) => name === "ink" || markup.includes(`var(--chart-${name})`),
  );
  const rule = (scheme: 0 | 1) =>
    `:where(.${CHART_CLASS}){${names.map((name) => `--chart-${name}:${COLORS[name]![scheme]}`).join(";")}}`;
  return `${rule(0)}@media screen and (prefers-color-scheme:dark){${rule(1)}}`;
}
