import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { imageDimensionsFromData } from "image-dimensions";
import type { Sharp } from "sharp";
import { ImageDecodeError } from "../errors.js";
import {
  checkDecodeOptions,
  DEFAULT_MAX_PIXELS,
  type DecodeOptions,
  decodeError,
  WHITE,
} from "./decode-options.js";
import { finishPixels } from "./finish-pixels.js";
import { requireImageFormat } from "./image-format.js";
import { type Placement, placement } from "./placement.js";
import { isReducedLittle, reduceJpeg, sizeIfPlain } from "./reduce-jpeg.node.js";
import { resizeBilinear } from "./resize.js";
import { loadSharp } from "./sharp.js";

/** libvips has threads of its own: a worker would only add messages. */
export const decodesInWorkers = false;

/** More than there are threads to decode on, which are four: the others wait for their files meanwhile. */
export const decodesAtOnce = 4 * availableParallelism();

/** Behind `#decode-image` in Node; documented in decode-image.ts. */
export async function decodeImage(file: string | Uint8Array, options: DecodeOptions): Promise<Uint8Array> {
  checkDecodeOptions(options);
  const { shape, fit = "fill", background = WHITE, svg = false, maxPixels = DEFAULT_MAX_PIXELS } = options;
  const [height, width] = shape;
  const bytes = typeof file === "string" ? await bytesOf(file) : file;
  try {
    requireImageFormat(bytes, svg);
    const plain = sizeIfPlain(bytes, maxPixels);
    if (plain !== undefined) {
      const place = placement(fit, plain, { width, height });
      const reduced = isReducedLittle(plain, place) ? await reduceJpeg(bytes, place.target) : undefined;
      if (reduced !== undefined) return finishPixels(reduced, place, options);
    }
    const sharp = await loadSharp();
    const image = sharp(bytes, { failOn: "error", limitInputPixels: maxPixels });
    const size = await sizeOf(image, bytes, options);
    const place = placement(fit, size, { width, height });
    const [r, g, b] = background;
    const opaque = image.autoOrient().flatten({ background: { r, g, b } }).toColourspace("srgb");
    if (isPart(place.source, size)) opaque.extract(place.source);
    return finishPixels(await resized(opaque, place), place, options);
  } catch (cause) {
    throw decodeError(file, cause);
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * As it is shown. libvips takes a twelfth of the time of decoding a photograph to tell the size and the
 * orientation, so it is not asked when both sides are cut down to the same size whichever way it lies.
 */
async function sizeOf(
  image: Sharp,
  bytes: Uint8Array,
  { shape, fit = "fill" }: DecodeOptions,
): Promise<Size> {
  const stored = imageDimensionsFromData(bytes);
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
async function resized(image: Sharp, { source, target }: Placement): Promise<Uint8Array> {
  if (target.width <= source.width && target.height <= source.height) {
    const { width, height } = target;
    return rgbOf(image.resize({ width, height, fit: "fill", kernel: "linear" }));
  }
  return resizeBilinear(await rgbOf(image), [source.height, source.width, 3], [target.height, target.width]);
}

async function rgbOf(image: Sharp): Promise<Uint8Array> {
  const { data, info } = await image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`it has ${info.channels} channels instead of 3`);
  return new Uint8Array(data.buffer, data.byteOffset, data.length);
}
