import type { ImageShape } from "../../labeled-images.js";

/** Grey level of a colour, ITU-R 601-2 luma in fixed point, as Pillow's `convert("L")`. */
export const luma = (red: number, green: number, blue: number): number =>
  (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;

/** All channels become the grey level. A grey image stays as it is. Equals Pillow in every byte. */
export function grayscale(image: Uint8Array, out: Uint8Array, [, , channels]: ImageShape): void {
  if (channels === 1) {
    out.set(image);
    return;
  }
  for (let i = 0; i < image.length; i += 3) {
    const grey = luma(image[i]!, image[i + 1]!, image[i + 2]!);
    out[i] = grey;
    out[i + 1] = grey;
    out[i + 2] = grey;
  }
}

/** Mean grey level, rounded. */
export function meanGrey(image: Uint8Array, [, , channels]: ImageShape): number {
  let sum = 0;
  if (channels === 1) {
    for (let i = 0; i < image.length; i++) sum += image[i]!;
  } else {
    for (let i = 0; i < image.length; i += 3) sum += luma(image[i]!, image[i + 1]!, image[i + 2]!);
  }
  return Math.trunc(sum / (image.length / channels) + 0.5);
}
