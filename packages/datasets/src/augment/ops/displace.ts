import type { ImageShape } from "../../labeled-images.js";

/**
 * Every pixel shows the image at its own place plus an offset of its own, in pixels, as torchvision's
 * `elastic_transform`, which works on tensors also for Pillow images. Its 32-bit positions may give grey levels
 * that differ by 1, and another pixel where a position is halfway between two.
 *
 * @param offsetsX `[height, width]`
 * @param offsetsY `[height, width]`
 * @param fill `[channels]`, for places outside
 */
export type Displace = (
  image: Uint8Array,
  out: Uint8Array,
  shape: ImageShape,
  offsetsX: Float64Array,
  offsetsY: Float64Array,
  fill: Uint8Array,
) => void;

/** The nearest pixel. */
export const displaceNearest: Displace = (
  image,
  out,
  [height, width, channels],
  offsetsX,
  offsetsY,
  fill,
) => {
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = Math.round(x + offsetsX[y * width + x]!);
      const v = Math.round(y + offsetsY[y * width + x]!);
      const inside = u >= 0 && u < width && v >= 0 && v < height;
      let from = (v * width + u) * channels;
      for (let channel = 0; channel < channels; channel++)
        out[at++] = inside ? image[from++]! : fill[channel]!;
    }
  }
};

/**
 * Linear between the four pixels around the place, those outside black, rounded to the nearest; the result is
 * mixed with the fill in proportion to how much of it is outside.
 */
export const displaceBilinear: Displace = (
  image,
  out,
  [height, width, channels],
  offsetsX,
  offsetsY,
  fill,
) => {
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x + offsetsX[y * width + x]!;
      const v = y + offsetsY[y * width + x]!;
      const left = Math.floor(u);
      const top = Math.floor(v);
      // Weights of the two columns and rows, 0 outside.
      const weightA = left >= 0 && left < width ? 1 - (u - left) : 0;
      const weightB = left >= -1 && left < width - 1 ? u - left : 0;
      const weightC = top >= 0 && top < height ? 1 - (v - top) : 0;
      const weightD = top >= -1 && top < height - 1 ? v - top : 0;
      const columnA = clamped(left, width) * channels;
      const columnB = clamped(left + 1, width) * channels;
      const rowC = clamped(top, height) * width * channels;
      const rowD = clamped(top + 1, height) * width * channels;
      const inside = (weightA + weightB) * (weightC + weightD);
      for (let channel = 0; channel < channels; channel++) {
        const upper = weightA * image[rowC + columnA + channel]! + weightB * image[rowC + columnB + channel]!;
        const lower = weightA * image[rowD + columnA + channel]! + weightB * image[rowD + columnB + channel]!;
        const level = weightC * upper + weightD * lower;
        out[at++] = inside * level + (1 - inside) * fill[channel]! + 0.5;
      }
    }
  }
};

const clamped = (position: number, length: number): number =>
  position < 0 ? 0 : position >= length ? length - 1 : position;
