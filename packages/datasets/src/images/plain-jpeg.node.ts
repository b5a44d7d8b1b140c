/**
 * A shorter way for the most frequent photographs. sharp hands strips of pixels from thread to thread, which needs as much
 * time as decoding them. @napi-rs/image decodes a whole image on one of libuv's threads.
 */
import type { Transformer as TransformerClass } from "@napi-rs/image";
import { plainJpegSize } from "./plain-jpeg.js";
import type { RgbImage } from "./rgb-image.js";

/** Of larger ones sharp's threads decode parts at the same time. */
const MOST_PIXELS = 2 ** 20;
/** Smaller ones take hardly any time, and in JPEGs of three columns @napi-rs/image has other colours. */
const [LEAST_PIXELS, LEAST_SIDE] = [2 ** 16, 64];

/**
 * A JPEG file whose pixels are nearly the same either way; `undefined` for others, and when it does not decode, or the package
 * has no binary for this platform. Then sharp reads it, or says what is wrong with it.
 */
export async function readPlainJpeg(bytes: Uint8Array, maxPixels: number): Promise<RgbImage | undefined> {
  const size = plainJpegSize(bytes);
  if (size === undefined || !isMiddling(size) || size.width * size.height > maxPixels) return undefined;
  const pixels = await decoded(bytes);
  return pixels?.length === 3 * size.width * size.height ? { ...size, pixels } : undefined;
}

function isMiddling({ width, height }: Pick<RgbImage, "width" | "height">): boolean {
  const pixels = width * height;
  return pixels > LEAST_PIXELS && pixels <= MOST_PIXELS && Math.min(width, height) > LEAST_SIDE;
}

async function decoded(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  transformer ??= loadTransformer();
  const Transformer = await transformer;
  try {
    return await (Transformer && new Transformer(bytes).rawPixels());
  } catch {
    return undefined;
  }
}

let transformer: Promise<typeof TransformerClass | undefined> | undefined;

const loadTransformer = () =>
  import("@napi-rs/image").then(
    ({ Transformer }) => Transformer,
    () => undefined,
  );
