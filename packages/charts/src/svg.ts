import { escapeXml } from "./escape-xml.js";
import { CHART_CLASS, chartStyle, palette } from "./palette.js";

/** Numbers are written with two decimals, texts escaped, `undefined` not at all. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Markup of an SVG element; `content` is markup too. */
export function element(name: string, attributes: Attributes, content?: string | readonly string[]): string {
  let written = "";
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    written += ` ${attribute}="${typeof value === "number" ? rounded(value) : escapeXml(value)}"`;
  }
  if (content === undefined) return `<${name}${written}/>`;
  return `<${name}${written}>${typeof content === "string" ? content : content.join("")}</${name}>`;
}

/** Words at a place; `y` is their baseline. */
export const text = (x: number, y: number, words: string, attributes: Attributes = {}): string =>
  element("text", { x, y, ...attributes }, escapeXml(words));

/** What shows under the pointer. */
export const tooltip = (words: string): string => element("title", {}, escapeXml(words));

/**
 * Two decimals are finer than any screen.
 *
 * @throws RangeError for what no place in a picture can be, instead of a picture that silently lacks something
 */
export function rounded(value: number): string {
  if (!Number.isFinite(value)) {
    throw new RangeError(`[imgcls/charts] expected a finite number to draw, received ${value}.`);
  }
  return String(Math.round(value * 100) / 100 || 0);
}

/** `d` of a path through all points. */
export const through = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${rounded(x)} ${rounded(y)}`).join("");

export interface SvgDocument {
  /** What the picture shows, for people who do not see it. Left out: its texts are read one by one. */
  readonly description?: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export const FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif";

/** Of texts that say nothing else. */
export const FONT_SIZE = 12;

/**
 * A picture that needs nothing but itself, with the colours that its content uses for light and dark pages. The same
 * content gives the same characters, and there are no ids that could meet others in a page.
 */
export function svgDocument({ description, width, height }: SvgDocument, content: readonly string[]): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  const drawn = content.join("\n");
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: CHART_CLASS,
      ...(description !== undefined && { role: "img", "aria-label": description }),
      width: w,
      height: h,
      viewBox: `0 0 ${w} ${h}`,
      "font-family": FONT,
      "font-size": FONT_SIZE,
      fill: palette.ink,
    },
    `\n<style>${chartStyle(drawn)}</style>\n${drawn}\n`,
  );
}
