import { plainColors } from "@imgcls/charts";
import { svgToPng as draw } from "#svg-to-png";

/**
 * Draws an SVG picture as a PNG file, a chart in its colours on paper. Text needs fonts that the system has; in a browser it
 * needs a page, for a worker cannot draw SVG.
 *
 * A function here, because the declarations of what is behind `#svg-to-png` are not published.
 *
 * @param scale pixels of the file for one of the picture. Default 1
 */
export function svgToPng(svg: string, scale = 1): Promise<Uint8Array> {
  return draw(plainColors(svg), scale);
}
