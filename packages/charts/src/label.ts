import { printable } from "./escape-xml.js";
import { FONT_SIZE } from "./svg.js";

/** A name on one line: at most `length` characters, the rest cut off with "…". */
export function shortLabel(name: string, length: number): string {
  const characters = [...onOneLine(name)];
  return characters.length <= length ? characters.join("") : `${characters.slice(0, length - 1).join("")}…`;
}

/** A name on one line that is no wider than `width` pixels, the rest cut off with "…". */
export function fittingLabel(name: string, width: number, size = FONT_SIZE): string {
  const line = onOneLine(name);
  if (textWidth(line, size) <= width) return line;
  let kept = "";
  let used = textWidth("…", size);
  for (const character of line) {
    used += textWidth(character, size);
    if (used > width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** A name of any script within a sentence: neither changes the direction of the other. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;

const onOneLine = (name: string): string => printable(name.replace(/\s+/g, " ").trim());

/** Shares of the font size, of the wider ones of the usual sans-serif fonts. */
const NONE = /[\p{M}\p{Cf}]/u;
const SQUARE =
  /[\p{Extended_Pictographic}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[fijltrI.,:;'"|!()[\] ]/, 0.4],
  [/[a-ln-vx-z]/, 0.61],
  [/\d/, 0.64],
  [/[mwMW@%]/, 1],
  [NONE, 0],
  [SQUARE, 1.1],
  [/\p{Lu}/u, 0.74],
];
const OTHER = 0.64;

/** About, in pixels, and rather too wide: no font is there to measure with where a chart is drawn. */
export function textWidth(text: string, size = FONT_SIZE): number {
  let ems = 0;
  for (const character of text) ems += WIDTHS.find(([pattern]) => pattern.test(character))?.[1] ?? OTHER;
  return ems * size;
}
