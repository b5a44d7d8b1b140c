import { loadSharp } from "./sharp.js";

/** Of one pixel of a picture at scale 1, in librsvg. */
const DOTS_PER_INCH = 72;

/** Draws an SVG picture as a PNG file. Text needs fonts that the system has. */
export async function svgToPng(svg: string, scale: number): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return new Uint8Array(
    await sharp(new TextEncoder().encode(svg), { density: scale * DOTS_PER_INCH })
      .png()
      .toBuffer(),
  );
}
