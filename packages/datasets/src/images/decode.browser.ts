import { imageDimensionsFromData } from "image-dimensions";
import { decodeBmp } from "./bmp.js";
import {
  checkDecodeOptions,
  DEFAULT_MAX_PIXELS,
  type DecodeOptions,
  decodeError,
  WHITE,
} from "./decode-options.js";
import { finishPixels } from "./finish-pixels.js";
import { type ImageFormat, imageFormat } from "./image-format.js";
import { decodeNetpbm } from "./netpbm.js";
import { placement } from "./placement.js";
import { resizeBilinear } from "./resize.js";
import { fitted, requireFewPixels } from "./rgb-image.js";
import { undecodable } from "./undecodable.js";

/** Browsers decode on other threads, but what follows is done on the thread that asks: that may be a worker. */
export const decodesInWorkers = true;

export const decodesAtOnce = navigator.hardwareConcurrency;

/** Behind `#decode-image` elsewhere; documented in decode-image.ts. */
export async function decodeImage(file: string | Uint8Array, options: DecodeOptions): Promise<Uint8Array> {
  checkDecodeOptions(options);
  const { svg = false, maxPixels = DEFAULT_MAX_PIXELS, background = WHITE } = options;
  try {
    const bytes = typeof file === "string" ? await fetched(file) : file;
    const format = imageFormat(bytes, svg);
    if (format === "Netpbm") return fitted(decodeNetpbm(bytes, maxPixels), options);
    if (format === "BMP") return fitted(decodeBmp(bytes, maxPixels, background), options);
    // Before decoding as far as the format is known, so that a small file cannot fill the memory.
    const stored = imageDimensionsFromData(bytes);
    if (stored !== undefined) requireFewPixels(stored, maxPixels);
    return await decodeByBrowser(bytes, format, options);
  } catch (cause) {
    throw decodeError(file, cause);
  }
}

async function decodeByBrowser(
  bytes: Uint8Array,
  format: ImageFormat,
  options: DecodeOptions,
): Promise<Uint8Array> {
  const { shape, fit = "fill", background = WHITE, maxPixels = DEFAULT_MAX_PIXELS } = options;
  const picture = new Blob([bytes as BlobPart]);
  const bitmap = await createImageBitmap(picture, { imageOrientation: "from-image" }).catch((cause) => {
    throw new Error(undecodable(bytes, format), { cause });
  });
  try {
    requireFewPixels(bitmap, maxPixels);
    const place = placement(fit, bitmap, { width: shape[1], height: shape[0] });
    const { source, target } = place;
    const rgb = resizeBilinear(
      readRgb(bitmap, source, background),
      [source.height, source.width, 3],
      [target.height, target.width],
    );
    return finishPixels(rgb, place, options);
  } finally {
    bitmap.close();
  }
}

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
