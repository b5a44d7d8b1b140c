/**
 * Geometry: the position in the image that each pixel of the output shows. For the output pixel (x, y), whose
 * centre is at (x + ½, y + ½), that is
 *
 *     u = (a·(x + ½) + b·(y + ½) + c) / (g·(x + ½) + h·(y + ½) + 1)
 *     v = (d·(x + ½) + e·(y + ½) + f) / (g·(x + ½) + h·(y + ½) + 1)
 *
 * `coefficients` are [a, b, c, d, e, f, g, h]; g and h are 0 for affine maps. Positions outside the image give
 * `fill`, `[channels]`. Rounding is Pillow's (`Image.transform`), as in torchvision on Pillow images.
 */
import type { ImageShape } from "../../labeled-images.js";
import { byKernel } from "./kernel-memory.js";

type Warp = (
  image: Uint8Array,
  out: Uint8Array,
  shape: ImageShape,
  coefficients: Float64Array,
  fill: Uint8Array,
) => void;

/** Draws the image through a map, given its coefficients. */
export type Draw = (image: Uint8Array, out: Uint8Array, coefficients: Float64Array) => void;

/** The pixel at the position, of an affine map, rounded as in Pillow, which has another way for scaling. */
export const affineNearest = ([height, width, channels]: ImageShape, fill: Uint8Array): Draw =>
  byKernel(({ kernels, pixel }, from, to, coefficients) => {
    for (let channel = 0; channel < channels; channel++) pixel.pixels[channel] = fill[channel]!;
    const [a, b, c, d, e, f] = coefficients as unknown as Coefficients;
    kernels.affineNearest(from, to, height, width, channels, pixel.address, a, b, c, d, e, f);
  });

/** The pixel at the position. */
export const warpNearest: Warp = (image, out, [height, width, channels], coefficients, fill) => {
  const [a, b, c, d, e, f, g, h] = coefficients as unknown as Coefficients;
  let at = 0;
  for (let y = 0; y < height; y++) {
    const centreY = y + 0.5;
    for (let x = 0; x < width; x++) {
      const centreX = x + 0.5;
      const divisor = g * centreX + h * centreY + 1;
      const u = (a * centreX + b * centreY + c) / divisor;
      const v = (d * centreX + e * centreY + f) / divisor;
      if (u >= 0 && u < width && v >= 0 && v < height) {
        let from = (Math.trunc(v) * width + Math.trunc(u)) * channels;
        for (let channel = 0; channel < channels; channel++) out[at++] = image[from++]!;
      } else {
        for (let channel = 0; channel < channels; channel++) out[at++] = fill[channel]!;
      }
    }
  }
};

type Coefficients = [number, number, number, number, number, number, number, number];

/** Linear between the four pixels around the position, the fraction cut off; the edge is repeated half a pixel outwards. */
export const warpBilinear: Warp = (image, out, [height, width, channels], coefficients, fill) => {
  const [a, b, c, d, e, f, g, h] = coefficients as unknown as Coefficients;
  const isAffine = g === 0 && h === 0;
  let at = 0;
  for (let y = 0; y < height; y++) {
    const centreY = y + 0.5;
    for (let x = 0; x < width; x++) {
      const centreX = x + 0.5;
      let u = a * centreX + b * centreY + c;
      let v = d * centreX + e * centreY + f;
      if (!isAffine) {
        const divisor = g * centreX + h * centreY + 1;
        u /= divisor;
        v /= divisor;
      }
      if (!(u >= 0 && u < width && v >= 0 && v < height)) {
        for (let channel = 0; channel < channels; channel++) out[at++] = fill[channel]!;
        continue;
      }
      const left = Math.floor(u - 0.5);
      const top = Math.floor(v - 0.5);
      const alongX = u - 0.5 - left;
      const alongY = v - 0.5 - top;
      const columnA = (left < 0 ? 0 : left) * channels;
      const columnB = (left + 1 < width ? left + 1 : width - 1) * channels;
      const rowA = (top < 0 ? 0 : top) * width * channels;
      const rowB = (top + 1 < height ? top + 1 : height - 1) * width * channels;
      for (let channel = 0; channel < channels; channel++) {
        const topLeft = image[rowA + columnA + channel]!;
        const upper = topLeft + (image[rowA + columnB + channel]! - topLeft) * alongX;
        const bottomLeft = image[rowB + columnA + channel]!;
        const lower = bottomLeft + (image[rowB + columnB + channel]! - bottomLeft) * alongX;
        out[at++] = Math.trunc(upper + (lower - upper) * alongY);
      }
    }
  }
};
