import { imageDimensionsFromData } from "image-dimensions";
import { decodeBmp } from "./bmp.js";
import { isCmykJpeg } from "./cmyk.js";
import {
  checkDecodeOptions,
  DEFAULT_MAX_PIXELS,
  type DecodeOptions,
  decodeError,
  type RgbOptions,
  WHITE,
} from "./decode-options.js";
import { finishPixels } from "./finish-pixels.js";
import { type ImageFormat, imageFormat } from "./image-format.js";
import { decodeNetpbm } from "./netpbm.js";
import { placement } from "./placement.js";
import { fitted, type RgbImage, requireFewPixels, resized } from "./rgb-image.js";
import { undecodable } from "./undecodable.js";

/** Browsers decode on other threads, but what follows is done on the thread that asks: that may be a worker. */
export const decodesInWorkers = true;

export const decodesAtOnce = navigator.hardwareConcurrency;

/** Behind `#decode-image` elsewhere; documented in decode-image.ts. */
export async function decodeImage(file: string | Uint8Array, options: DecodeOptions): Promise<Uint8Array> {
  checkDecodeOptions(options);
  const { shape, fit = "fill", background = WHITE } = options;
  return decoded(file, options, {
    ofPixels: (image) => fitted(image, options),
    ofBitmap(bitmap) {
      const place = placement(fit, bitmap, { width: shape[1], height: shape[0] });
      const { source } = place;
      const part = { ...source, pixels: readRgb(bitmap, source, background) };
      const rgb = resized(part, { ...place, source: { ...source, left: 0, top: 0 } });
      return finishPixels(rgb, place, options);
    },
  });
}

/** The whole picture; behind `#decode-image`, too. */
export const decodeRgb = (file: string | Uint8Array, options: RgbOptions): Promise<RgbImage> =>
  decoded(file, options, {
    ofPixels: (image) => image,
    ofBitmap(bitmap) {
      const { width, height } = bitmap;
      const pixels = readRgb(bitmap, { left: 0, top: 0, width, height }, options.background ?? WHITE);
      return { width, height, pixels };
    },
  });

/** What becomes of a picture that is decoded here, or by the browser. */
interface Use<Result> {
  ofPixels(image: RgbImage): Result;
  ofBitmap(bitmap: ImageBitmap): Result;
}

async function decoded<Result>(
  file: string | Uint8Array,
  { svg = false, maxPixels = DEFAULT_MAX_PIXELS, background = WHITE }: RgbOptions,
  { ofPixels, ofBitmap }: Use<Result>,
): Promise<Result> {
  try {
    const bytes = typeof file === "string" ? await fetched(file) : file;
    const format = imageFormat(bytes, svg);
    if (format === "Netpbm") return ofPixels(decodeNetpbm(bytes, maxPixels));
    if (format === "BMP") return ofPixels(decodeBmp(bytes, maxPixels, background));
    // Before decoding as far as the format is known, so that a small file cannot fill the memory.
    const stored = imageDimensionsFromData(bytes);
    if (stored !== undefined) requireFewPixels(stored, maxPixels);
    const bitmap = await bitmapOf(bytes, format);
    try {
      requireFewPixels(bitmap, maxPixels);
      return ofBitmap(bitmap);
    } finally {
      bitmap.close();
    }
  } catch (cause) {
    throw decodeError(file, cause);
  }
}

const bitmapOf = (bytes: Uint8Array, format: ImageFormat): Promise<ImageBitmap> =>
  createImageBitmap(new Blob([bytes as BlobPart]), {
    imageOrientation: "from-image",
    colorSpaceConversion: isCmykJpeg(bytes) ? "none" : "default",
    // Otherwise some formats are rounded once more.
    premultiplyAlpha: "none",
  }).catch((cause) => {
    throw new Error(undecodable(bytes, format), { cause });
  });

async function fetched(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

type Box = ReturnType<typeof placement>["source"];

/** That part of the picture over the background, `[height, width, 3]`. */
function readRgb(
  bitmap: ImageBitmap,
  { left, top, width, height }: Box,
  background: readonly number[],
): Uint8Array {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser gives no 2D canvas");
  context.fillStyle = `rgb(${background.join(" ")})`;
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, -left, -top);
  const rgba = context.getImageData(0, 0, width, height).data;
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from]!;
    rgb[to++] = rgba[from + 1]!;
    rgb[to++] = rgba[from + 2]!;
  }
  return rgb;
}
