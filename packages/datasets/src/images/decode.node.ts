import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { imageDimensionsFromData } from "image-dimensions";
import type { Sharp } from "sharp";
import { ImageDecodeError } from "../errors.js";
import { decodeBmp } from "./bmp.js";
import { isCmykJpeg, rgbOfInks } from "./cmyk.js";
import {
  checkDecodeOptions,
  DEFAULT_MAX_PIXELS,
  type DecodeOptions,
  decodeError,
  type Rgb,
  type RgbOptions,
  WHITE,
} from "./decode-options.js";
import { paintAround, partialFrame } from "./gif-frame.js";
import { type ImageFormat, imageFormat } from "./image-format.js";
import { decodeNetpbm } from "./netpbm.js";
import { readPlainJpeg } from "./plain-jpeg.node.js";
import { fitted, overBackground, type RgbImage, requireFewPixels } from "./rgb-image.js";
import { loadSharp } from "./sharp.js";
import { undecodable } from "./undecodable.js";

/** libvips has threads of its own: a worker would only add messages. */
export const decodesInWorkers = false;

/** More than there are threads to decode on, which are four: the others wait for their files meanwhile. */
export const decodesAtOnce = 4 * availableParallelism();

/**
 * Behind `#decode-image` in Node; documented in decode-image.ts. Pictures are decoded whole and resized here, as in a browser
 * and by Pillow: what libvips makes while it decodes is hardly quicker, and differs enough for another answer.
 */
export async function decodeImage(file: string | Uint8Array, options: DecodeOptions): Promise<Uint8Array> {
  checkDecodeOptions(options);
  const { maxPixels = DEFAULT_MAX_PIXELS } = options;
  return decoded(file, async (bytes) => {
    const image = (await readPlainJpeg(bytes, maxPixels)) ?? (await readPicture(bytes, options));
    return fitted(image, options);
  });
}

/** The whole picture; behind `#decode-image`, too. */
export const decodeRgb = (file: string | Uint8Array, options: RgbOptions): Promise<RgbImage> =>
  decoded(file, (bytes) => readPicture(bytes, options));

/** @throws ImageDecodeError */
async function decoded<Result>(
  file: string | Uint8Array,
  read: (bytes: Uint8Array) => Promise<Result>,
): Promise<Result> {
  const bytes = typeof file === "string" ? await bytesOf(file) : file;
  try {
    return await read(bytes);
  } catch (cause) {
    throw decodeError(file, cause);
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new ImageDecodeError(path, "there is no such file, or it may not be read", { cause });
  }
}

async function readPicture(
  bytes: Uint8Array,
  { background = WHITE, maxPixels = DEFAULT_MAX_PIXELS, svg = false }: RgbOptions,
): Promise<RgbImage> {
  const format = imageFormat(bytes, svg);
  if (format === "Netpbm") return decodeNetpbm(bytes, maxPixels);
  if (format === "BMP") return decodeBmp(bytes, maxPixels, background);
  const image = await readBySharp(bytes, { format, maxPixels, background });
  const frame = format === "GIF" ? partialFrame(bytes) : undefined;
  // Without a transparent colour in the file libvips has black there.
  if (frame !== undefined) paintAround(image, frame, background);
  return image;
}

interface SharpOptions {
  readonly format: ImageFormat;
  readonly maxPixels: number;
  readonly background: Rgb;
}

/** Upright, in sRGB. @throws Error that says what is wrong with the file */
async function readBySharp(
  bytes: Uint8Array,
  { format, maxPixels, background }: SharpOptions,
): Promise<RgbImage> {
  const sharp = await loadSharp();
  const stored = imageDimensionsFromData(bytes);
  if (stored !== undefined) requireFewPixels(stored, maxPixels);
  try {
    const image = sharp(bytes, { failOn: "error", limitInputPixels: maxPixels }).autoOrient();
    const isCmyk = isCmykJpeg(bytes) || (format === "TIFF" && (await isOfFourInks(image)));
    const coloured = isCmyk
      ? image.pipelineColourspace("cmyk").toColourspace("cmyk")
      : image.toColourspace("srgb");
    const { data, info } = await coloured.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const levels = new Uint8Array(data.buffer, data.byteOffset, data.length);
    if (isCmyk) return { width, height, pixels: rgbOfInks(levels) };
    // sharp's own `flatten` knows only one level of the background where an image is grey.
    if (channels === 4) return { width, height, pixels: overBackground(levels, background) };
    if (channels !== 3) throw new Error(`it has ${channels} channels instead of 3`);
    return { width, height, pixels: levels };
  } catch (cause) {
    const isLarge = cause instanceof Error && cause.message.includes("pixel limit");
    throw new Error(isLarge ? `it has more than maxPixels, ${maxPixels}` : undecodable(bytes, format), {
      cause,
    });
  }
}

/** Without transparency, which some TIFF files have beside inks. */
async function isOfFourInks(image: Sharp): Promise<boolean> {
  const { space, channels } = await image.metadata();
  return space === "cmyk" && channels === 4;
}
