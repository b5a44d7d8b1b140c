import { imageDimensionsFromData } from "image-dimensions";
import {
  checkDecodeOptions,
  DEFAULT_MAX_PIXELS,
  type DecodeOptions,
  decodeError,
  WHITE,
} from "./decode-options.js";
import { finishPixels } from "./finish-pixels.js";
import { requireImageFormat } from "./image-format.js";
import { placement } from "./placement.js";
import { resizeBilinear } from "./resize.js";

/** Browsers decode on other threads, but what follows is done on the thread that asks: that may be a worker. */
export const decodesInWorkers = true;

export const decodesAtOnce = navigator.hardwareConcurrency;

/** Behind `#decode-image` elsewhere; documented in decode-image.ts. */
export async function decodeImage(file: string | Uint8Array, options: DecodeOptions): Promise<Uint8Array> {
  checkDecodeOptions(options);
  const { shape, fit = "fill", background = WHITE, svg = false, maxPixels = DEFAULT_MAX_PIXELS } = options;
  const [height, width] = shape;
  try {
    const bytes = typeof file === "string" ? await fetched(file) : file;
    requireImageFormat(bytes, svg);
    // Before decoding as far as the format is known, so that a small file cannot fill the memory.
    requireFewPixels(imageDimensionsFromData(bytes), maxPixels);
    const bitmap = await createImageBitmap(new Blob([bytes as BlobPart]), { imageOrientation: "from-image" });
    try {
      if (bitmap.width * bitmap.height > maxPixels) {
        throw new Error(
          `it has ${bitmap.width} × ${bitmap.height} pixels, more than maxPixels, ${maxPixels}`,
        );
      }
      const place = placement(fit, bitmap, { width, height });
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
  } catch (cause) {
    throw decodeError(file, cause);
  }
}

function requireFewPixels(
  size: { readonly width: number; readonly height: number } | undefined,
  maxPixels: number,
): void {
  if (size === undefined || size.width * size.height <= maxPixels) return;
  throw new Error(`it has ${size.width} × ${size.height} pixels, more than maxPixels, ${maxPixels}`);
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
