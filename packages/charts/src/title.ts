import { escapeXml } from "./escape-xml.js";
import { fittingLabel } from "./label.js";
import { type Attributes, element, FONT_SIZE, tooltip } from "./svg.js";

/** What a title takes at the top of a picture, pixels. */
export const TITLE_HEIGHT = 30;

/** Words shortened to a width; the whole of them shows under the pointer. `y` is the baseline. */
export function shortened(
  x: number,
  y: number,
  words: string,
  width: number,
  attributes: Attributes = {},
): string {
  const size = Number(attributes["font-size"] ?? FONT_SIZE);
  return element("text", { x, y, ...attributes }, [
    tooltip(words),
    escapeXml(fittingLabel(words, width, size)),
  ]);
}

/** A title in the first 30 pixels. */
export const drawTitle = (title: string, x: number, width: number): string =>
  shortened(x, 20, title, width, { "font-size": 14, "font-weight": 600 });
