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

type Warp = (
  image: Uint8Array,
  out: Uint8Array,
  shape: ImageShape,
  coefficients: Float64Array,
  fill: Uint8Array,
) => void;

const ONE = 65_536;

/** The pixel at the position, of an affine map; positions in fixed point with 16 bits for the fraction, as Pillow's. */
export const affineNearest: Warp = (image, out, [height, width, channels], coefficients, fill) => {
  const [a, b, c, d, e, f] = coefficients as unknown as [number, number, number, number, number, number];
  const [stepU, stepV] = [fixed(a), fixed(d)];
  const [rowU, rowV] = [fixed(b), fixed(e)];
  const [right, bottom] = [width * ONE, height * ONE];
  let startU = fixed(c + a * 0.5 + b * 0.5);
  let startV = fixed(f + d * 0.5 + e * 0.5);
  let at = 0;
  for (let y = 0; y < height; y++) {
    let u = startU;
    let v = startV;
    if (stepU === ONE && stepV === 0) {
      const row = Math.floor(v / ONE);
      shiftRow(image, out, at, row < 0 || row >= height ? -1 : row * width, Math.floor(u / ONE), width, fill);
      at += width * channels;
      startU += rowU;
      startV += rowV;
      continue;
    }
    for (let x = 0; x < width; x++) {
      if (u >= 0 && u < right && v >= 0 && v < bottom) {
        let from = ((v >>> 16) * width + (u >>> 16)) * channels;
        if (channels === 3) {
          out[at] = image[from]!;
          out[at + 1] = image[from + 1]!;
          out[at + 2] = image[from + 2]!;
          at += 3;
        } else {
          for (let channel = 0; channel < channels; channel++) out[at++] = image[from++]!;
        }
      } else {
        for (let channel = 0; channel < channels; channel++) out[at++] = fill[channel]!;
      }
      u += stepU;
      v += stepV;
    }
    startU += rowU;
    startV += rowV;
  }
};

/**
 * What shears along rows and translations make of a row: the pixels of one row of the image, moved.
 *
 * @param row position of its first pixel in the image, −1: none
 * @param first position in the row of the pixel that comes first
 */
function shiftRow(
  image: Uint8Array,
  out: Uint8Array,
  at: number,
  row: number,
  first: number,
  width: number,
  fill: Uint8Array,
): void {
  const channels = fill.length;
  const from = row < 0 ? width : Math.min(width, Math.max(0, -first));
  const to = Math.max(from, Math.min(width, width - first));
  for (let x = 0; x < from; x++) {
    for (let channel = 0; channel < channels; channel++) out[at++] = fill[channel]!;
  }
  const end = at + (to - from) * channels;
  for (let source = (row + first + from) * channels; at < end; ) out[at++] = image[source++]!;
  for (let x = to; x < width; x++) {
    for (let channel = 0; channel < channels; channel++) out[at++] = fill[channel]!;
  }
}

const fixed = (value: number): number => Math.floor(value * ONE + 0.5);

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
