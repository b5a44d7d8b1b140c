import { loadSharp } from "./sharp.js";

/** Draws an SVG picture as a PNG file. Text needs fonts that the system has. */
export async function svgToPng(svg: string): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return new Uint8Array(await sharp(new TextEncoder().encode(svg)).png().toBuffer());
}
