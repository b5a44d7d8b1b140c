import type { ImageShape } from "../../labeled-images.js";

/**
 * Fills a rectangle, in place; what is outside the image is left out.
 *
 * @param fill `[channels]`
 */
export function erase(
  image: Uint8Array,
  [height, width, channels]: ImageShape,
  top: number,
  left: number,
  boxHeight: number,
  boxWidth: number,
  fill: Uint8Array,
): void {
  const [bottom, right] = [Math.min(height, top + boxHeight), Math.min(width, left + boxWidth)];
  for (let y = Math.max(0, top); y < bottom; y++) {
    let at = (y * width + Math.max(0, left)) * channels;
    for (let x = Math.max(0, left); x < right; x++) {
      for (let channel = 0; channel < channels; channel++) image[at++] = fill[channel]!;
    }
  }
}
