import { toGrey } from "../images/to-grey.js";
import type { ImageShape } from "../labeled-images.js";
import { measurePicture } from "./picture-measures.js";

/** How a picture looks, in numbers. */
export interface PictureLooks {
  /** Mean grey level, 0..255. */
  readonly brightness: number;
  /** Standard deviation of the grey levels, 0..127.5. */
  readonly contrast: number;
  /**
   * The variance of its Laplacian by the largest at coarser sizes: about 1 where edges are edges at any size, near 0 where it
   * is blurred or was enlarged.
   */
  readonly sharpness: number;
  /** From 0, grey, to about 100, extremely colourful (Hasler and Süsstrunk 2003, M3). */
  readonly colourfulness: number;
}

/**
 * Measures how pictures of one size look, one after another.
 *
 * @param shape `[height, width, channels]`, 1 or 3 channels
 * @returns a function of the pixels of one image, 0..255
 */
export function pictureLooks([height, width, channels]: ImageShape): (pixels: Uint8Array) => PictureLooks {
  const own = new Uint8Array(height * width);
  return (pixels) => {
    const grey = channels === 1 ? pixels : toGrey(pixels, own);
    const { contrast, sharpness } = measurePicture(grey, [height, width]);
    let sum = 0;
    for (let i = 0; i < grey.length; i++) sum += grey[i]!;
    const colourfulness = channels === 1 ? 0 : colourfulnessOf(pixels);
    return { brightness: sum / grey.length, contrast, sharpness, colourfulness };
  };
}

/** √(σ²(rg) + σ²(yb)) + 0.3 √(μ²(rg) + μ²(yb)), rg = R − G, yb = (R + G) / 2 − B. */
function colourfulnessOf(rgb: Uint8Array): number {
  let [sumRg, sumYb, squares] = [0, 0, 0];
  for (let at = 0; at < rgb.length; at += 3) {
    const rg = rgb[at]! - rgb[at + 1]!;
    const yb = (rgb[at]! + rgb[at + 1]!) / 2 - rgb[at + 2]!;
    sumRg += rg;
    sumYb += yb;
    squares += rg * rg + yb * yb;
  }
  const count = rgb.length / 3;
  const means = (sumRg / count) ** 2 + (sumYb / count) ** 2;
  return Math.sqrt(Math.max(0, squares / count - means)) + 0.3 * Math.sqrt(means);
}
