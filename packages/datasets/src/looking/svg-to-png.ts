import { svgToPng as draw } from "#svg-to-png";

/**
 * Draws an SVG picture as a PNG file. Text needs fonts that the system has; in a browser it needs a page, for a worker
 * cannot draw SVG.
 *
 * A function here, because the declarations of what is behind `#svg-to-png` are not published.
 */
export function svgToPng(svg: string): Promise<Uint8Array> {
  return draw(svg);
}
