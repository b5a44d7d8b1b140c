import type { ImageShape } from "../labeled-images.js";
import { convolve } from "./convolve.js";
import { channelOf, type Grid } from "./grid.js";

/**
 * An image with each channel convolved, as large as it was: zeros count beyond its border, and results are rounded and cut off
 * at 0 and 255.
 *
 * @param pixels `[height, width, channels]`
 */
export function filterImage(pixels: Uint8Array, shape: ImageShape, kernel: Grid): Uint8Array {
  const [, , channels] = shape;
  const filtered = new Uint8ClampedArray(pixels.length);
  for (let channel = 0; channel < channels; channel++) {
    const { values } = convolve(channelOf(pixels, shape, channel), kernel, { padding: "same" });
    for (const [i, value] of values.entries()) filtered[i * channels + channel] = value;
  }
  return new Uint8Array(filtered.buffer);
}
