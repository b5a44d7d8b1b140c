import { createSha256 } from "#sha256";
import type { ImageFiles } from "../folder/image-files.js";
import type { PixelReader } from "../folder/pixel-reader.js";
import type { DecodeOptions } from "../images/decode-options.js";

/** Keeps decoded, resized images from one run of a program to the next. */
export interface DecodedCache {
  /** Fills `target` with the pixels of the image at this position; false when they are not there, or damaged. */
  read(position: number, target: Uint8Array): Promise<boolean>;
  write(position: number, pixels: Uint8Array): Promise<void>;
}

export interface DecodedCacheInit {
  /** Folder for the file; `undefined`: the package's cache. */
  readonly directory: string | undefined;
  /** 64 hexadecimal digits; the file of the same images decoded in the same way has the same name. */
  readonly name: string;
  /** 64 hexadecimal digits that are others when one of the image files has changed. */
  readonly contentKey: string;
  readonly count: number;
  readonly bytesPerImage: number;
}

/** Raised when images come out of the decoder with other pixels. */
const DECODER_VERSION = 4;

/** Names the cache by the place of the images and how they are decoded, and its content by each file's stamp. */
export async function cacheKeys(
  files: ImageFiles,
  { shape, fit, background, invert, svg, maxPixels }: DecodeOptions,
): Promise<Pick<DecodedCacheInit, "name" | "contentKey">> {
  const decoding = { version: DECODER_VERSION, shape, fit, background, invert, svg, maxPixels };
  const encoder = new TextEncoder();
  const name = createSha256();
  name.update(encoder.encode(JSON.stringify([files.location, decoding])));
  const content = createSha256();
  let position = 0;
  for await (const stamp of files.stamps()) {
    content.update(encoder.encode(`${files.paths[position++]}\0${stamp}\0`));
  }
  return { name: await name.digest(), contentKey: await content.digest() };
}

/** Decodes an image once. */
export const throughCache =
  (read: PixelReader, cache: DecodedCache): PixelReader =>
  async (position, target, decode) => {
    if (await cache.read(position, target)) return;
    await read(position, target, decode);
    await cache.write(position, target);
  };
