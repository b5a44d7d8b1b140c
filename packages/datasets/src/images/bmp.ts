import { type BmpHeader, bmpCutOff, readBmpHeader } from "./bmp-header.js";
import { unpackRle } from "./bmp-rle.js";
import type { Rgb } from "./decode-options.js";
import { overBackground, type RgbImage, requireFewPixels } from "./rgb-image.js";

/**
 * A BMP file: 1 to 32 bits a pixel, with a palette or masks, RLE4 and RLE8, from the top or from below, as Windows
 * and OS/2 1 write them. Alpha counts where the header has a mask for it and some pixel is not wholly transparent.
 *
 * @throws Error in a few words when the file is damaged, cut off, of another kind or has too many pixels
 */
export function decodeBmp(bytes: Uint8Array, maxPixels: number, background: Rgb): RgbImage {
  const header = readBmpHeader(bytes);
  requireFewPixels(header, maxPixels);
  const { width, height, topDown } = header;
  const pixels = readPixels(header, bytes.subarray(header.start), background);
  if (!topDown) turnOver(pixels, width * 3);
  return { width, height, pixels };
}

/** `[height, width, 3]`, rows as they come. */
function readPixels(header: BmpHeader, data: Uint8Array, background: Rgb): Uint8Array {
  const { width, height, bitsPerPixel, packing, palette } = header;
  if (packing !== "none")
    return coloured(unpackRle(data, width, height, packing === "rle4" ? 4 : 8), palette);
  // Rows are whole words of 32 bits.
  const stride = Math.ceil((width * bitsPerPixel) / 32) * 4;
  if (data.length < stride * height) throw bmpCutOff();
  if (bitsPerPixel <= 8) return coloured(unpackIndices(data, header, stride), palette);
  return bitsPerPixel === 24
    ? readBlueGreenRed(data, header, stride)
    : readMasked(data, header, stride, background);
}

/** In place: the last row first. */
function turnOver(pixels: Uint8Array, row: number): void {
  for (let [upper, lower] = [0, pixels.length - row]; upper < lower; upper += row, lower -= row) {
    const kept = pixels.slice(upper, upper + row);
    pixels.copyWithin(upper, lower, lower + row);
    pixels.set(kept, lower);
  }
}

function coloured(indices: Uint8Array, palette: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(indices.length * 3);
  for (let i = 0; i < indices.length; i++) {
    const colour = 3 * indices[i]!;
    for (let channel = 0; channel < 3; channel++) pixels[3 * i + channel] = palette[colour + channel]!;
  }
  return pixels;
}

/** Several pixels a byte, the first in the highest bits. */
function unpackIndices(
  data: Uint8Array,
  { width, height, bitsPerPixel }: BmpHeader,
  stride: number,
): Uint8Array {
  const indices = new Uint8Array(width * height);
  const mask = 2 ** bitsPerPixel - 1;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * bitsPerPixel;
      indices[to++] = (data[y * stride + (bit >> 3)]! >> (8 - bitsPerPixel - (bit & 7))) & mask;
    }
  }
  return indices;
}

function readBlueGreenRed(data: Uint8Array, { width, height }: BmpHeader, stride: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let from = y * stride; from < y * stride + 3 * width; from += 3) {
      pixels[to++] = data[from + 2]!;
      pixels[to++] = data[from + 1]!;
      pixels[to++] = data[from]!;
    }
  }
  return pixels;
}

/** Words of 16 or 32 bits. */
function readMasked(
  data: Uint8Array,
  { width, height, bitsPerPixel, masks }: BmpHeader,
  stride: number,
  background: Rgb,
): Uint8Array {
  const rgba = new Uint8Array(width * height * 4);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const fields = masks.map(fieldOf);
  let anyAlpha = 0;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * stride + (x * bitsPerPixel) / 8;
      const word = bitsPerPixel === 16 ? view.getUint16(at, true) : view.getUint32(at, true);
      for (const { shift, largest } of fields) {
        // Cut off, as Pillow's five and six bits.
        rgba[to++] = largest === 0 ? 0 : (((word >>> shift) & largest) * 255) / largest;
      }
      anyAlpha |= rgba[to - 1]!;
    }
  }
  if (anyAlpha === 0) for (let i = 3; i < rgba.length; i += 4) rgba[i] = 255;
  return overBackground(rgba, background);
}

/** Where the bits of a mask begin, and the largest number that they hold. */
function fieldOf(mask: number): { shift: number; largest: number } {
  if (mask === 0) return { shift: 0, largest: 0 };
  const shift = 31 - Math.clz32(mask & -mask);
  return { shift, largest: mask >>> shift };
}
