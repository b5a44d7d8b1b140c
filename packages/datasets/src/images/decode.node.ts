import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { imageDimensionsFromData } from "image-dimensions";
import type { Sharp } from "sharp";
import { ImageDecodeError } from "../errors.js";
import { decodeBmp } from "./bmp.js";
import {
  checkDecodeOptions,
  DEFAULT_MAX_PIXELS,
  type DecodeOptions,
  decodeError,
  type Rgb,
  type RgbOptions,
  WHITE,
} from "./decode-options.js";
import { finishPixels } from "./finish-pixels.js";
import { paintAround, partialFrame } from "./gif-frame.js";
import { type ImageFormat, imageFormat } from "./image-format.js";
import { decodeNetpbm } from "./netpbm.js";
import { type Placement, placement } from "./placement.js";
import { isReducedLittle, reduceJpeg, sizeIfPlain } from "./reduce-jpeg.node.js";
import { resizeBilinear } from "./resize.js";
import { fitted, overBackground, type RgbImage, requireFewPixels } from "./rgb-image.js";
import { loadSharp } from "./sharp.js";
import { undecodable } from "./undecodable.js";

/** libvips has threads of its own: a worker would only add messages. */
export const decodesInWorkers = false;

/** More than there are threads to decode on, which are four: the others wait for their files meanwhile. */
export const decodesAtOnce = 4 * availableParallelism();

/** Behind `#decode-image` in Node; documented in decode-image.ts. */
export async function decodeImage(file: string | Uint8Array, options: DecodeOptions): Promise<Uint8Array> {
  checkDecodeOptions(options);
  const { maxPixels = DEFAULT_MAX_PIXELS, background = WHITE } = options;
  const bytes = typeof file === "string" ? await bytesOf(file) : file;
  try {
    const format = imageFormat(bytes, options.svg ?? false);
    if (format === "Netpbm") return fitted(decodeNetpbm(bytes, maxPixels), options);
    if (format === "BMP") return fitted(decodeBmp(bytes, maxPixels, background), options);
    return (await decodePlainJpeg(bytes, options)) ?? (await decodeBySharp(bytes, format, options));
  } catch (cause) {
    throw decodeError(file, cause);
  }
}

/** The whole picture; behind `#decode-image`, too. */
export async function decodeRgb(file: string | Uint8Array, options: RgbOptions): Promise<RgbImage> {
  const { background = WHITE, maxPixels = DEFAULT_MAX_PIXELS, svg = false } = options;
  const bytes = typeof file === "string" ? await bytesOf(file) : file;
  try {
    const format = imageFormat(bytes, svg);
    if (format === "Netpbm") return decodeNetpbm(bytes, maxPixels);
    if (format === "BMP") return decodeBmp(bytes, maxPixels, background);
    return await withSharp(bytes, format, maxPixels, ({ coloured, frame }) =>
      readWhole(coloured, frame, background),
    );
  } catch (cause) {
    throw decodeError(file, cause);
  }
}

async function decodePlainJpeg(bytes: Uint8Array, options: DecodeOptions): Promise<Uint8Array | undefined> {
  const { shape, fit = "fill", maxPixels = DEFAULT_MAX_PIXELS } = options;
  const plain = sizeIfPlain(bytes, maxPixels);
  if (plain === undefined || isSmall(plain)) return undefined;
  const place = placement(fit, plain, { width: shape[1], height: shape[0] });
  const reduced = isReducedLittle(place) ? await reduceJpeg(bytes, plain, place) : undefined;
  return reduced && finishPixels(reduced, place, options);
}

async function decodeBySharp(
  bytes: Uint8Array,
  format: ImageFormat,
  options: DecodeOptions,
): Promise<Uint8Array> {
  const { shape, fit = "fill", background = WHITE, maxPixels = DEFAULT_MAX_PIXELS } = options;
  return withSharp(bytes, format, maxPixels, async ({ image, coloured, stored, frame }) => {
    if (frame !== undefined || (stored !== undefined && isSmall(stored))) {
      return fitted(await readWhole(coloured, frame, background), options);
    }
    const size = await sizeOf(image, stored, options);
    const place = placement(fit, size, { width: shape[1], height: shape[0] });
    if (isPart(place.source, size)) coloured.extract(place.source);
    return finishPixels(await resized(coloured, place, background), place, options);
  });
}

interface Opened {
  readonly image: Sharp;
  /** Upright, in sRGB. */
  readonly coloured: Sharp;
  /** The size in the file, where it is known without decoding. */
  readonly stored: Size | undefined;
  /** The part of a GIF that its first picture covers, if it is not the whole. */
  readonly frame: ReturnType<typeof partialFrame>;
}

/** @throws Error that says what is wrong with the file */
async function withSharp<Result>(
  bytes: Uint8Array,
  format: ImageFormat,
  maxPixels: number,
  read: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const sharp = await loadSharp();
  const stored = imageDimensionsFromData(bytes);
  if (stored !== undefined) requireFewPixels(stored, maxPixels);
  try {
    const image = sharp(bytes, { failOn: "error", limitInputPixels: maxPixels });
    const coloured = image.autoOrient().toColourspace("srgb");
    return await read({
      image,
      coloured,
      stored,
      frame: format === "GIF" ? partialFrame(bytes) : undefined,
    });
  } catch (cause) {
    const isLarge = cause instanceof Error && cause.message.includes("pixel limit");
    throw new Error(isLarge ? `it has more than maxPixels, ${maxPixels}` : undecodable(bytes, format), {
      cause,
    });
  }
}

async function readWhole(image: Sharp, frame: Opened["frame"], background: Rgb): Promise<RgbImage> {
  const whole = await readRgb(image, background);
  // Without a transparent colour in the file libvips has black there.
  if (frame !== undefined) paintAround(whole, frame, background);
  return whole;
}

const FEW_PIXELS = 2 ** 16;
const [SHORT_SIDE, STRIP_PIXELS] = [64, 2 ** 20];

/**
 * Whether resizing needs hardly any time. Then it is done here, as Pillow does it. In small pictures libvips's
 * reduction differs by more than photographs show, and @napi-rs/image has other colours in JPEGs of three columns.
 */
function isSmall({ width, height }: Size): boolean {
  const pixels = width * height;
  return pixels <= FEW_PIXELS || (pixels <= STRIP_PIXELS && Math.min(width, height) <= SHORT_SIDE);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The size as the image is shown. To read size and orientation, libvips needs a twelfth of the time of decoding a
 * photograph. So it is not asked when both sides are cut to the same length in either orientation.
 */
async function sizeOf(
  image: Sharp,
  stored: Size | undefined,
  { shape, fit = "fill" }: DecodeOptions,
): Promise<Size> {
  const longest = Math.max(shape[0], shape[1]);
  if (fit === "fill" && stored !== undefined && Math.min(stored.width, stored.height) >= longest)
    return stored;
  return (await image.metadata()).autoOrient;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new ImageDecodeError(path, "there is no such file, or it may not be read", { cause });
  }
}

const isPart = (source: Placement["source"], size: Size) =>
  source.width !== size.width || source.height !== size.height;

/** libvips reduces well and fast, but enlarges half a pixel beside the place, so that is done here. */
async function resized(image: Sharp, { source, target }: Placement, background: Rgb): Promise<Uint8Array> {
  if (target.width <= source.width && target.height <= source.height) {
    const { width, height } = target;
    return (await readRgb(image.resize({ width, height, fit: "fill", kernel: "linear" }), background)).pixels;
  }
  const { pixels } = await readRgb(image, background);
  return resizeBilinear(pixels, [source.height, source.width, 3], [target.height, target.width]);
}

/** sharp's own `flatten` knows only one level of the background where an image is grey. */
async function readRgb(image: Sharp, background: Rgb): Promise<RgbImage> {
  const { data, info } = await image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length);
  if (channels === 4) return { width, height, pixels: overBackground(pixels, background) };
  if (channels !== 3) throw new Error(`it has ${channels} channels instead of 3`);
  return { width, height, pixels };
}
