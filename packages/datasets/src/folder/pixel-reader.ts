import { decodeImage } from "../images/decode-image.js";
import type { DecodeOptions } from "../images/decode-options.js";
import { decodeError } from "../images/decode-options.js";
import type { ImageFiles } from "./image-files.js";

/** Writes the pixels of the image at a position of the list of files, `[height, width, channels]`, into `target`. */
export type PixelReader = (position: number, target: Uint8Array) => Promise<void>;

/** @throws ImageDecodeError, with the path of the file */
export const decodingReader =
  (files: ImageFiles, options: DecodeOptions): PixelReader =>
  async (position, target) => {
    const path = files.paths[position]!;
    try {
      target.set(await decodeImage(await files.read(position), options));
    } catch (cause) {
      throw decodeError(path, cause);
    }
  };

/**
 * Keeps the first images that are read, as many as go into `bytes`. The others are read again each time:
 * in shuffled epochs, keeping the latest instead would give none of them a second use.
 */
export function keepInMemory(read: PixelReader, bytes: number): PixelReader {
  const kept = new Map<number, Uint8Array>();
  let left = bytes;
  return async (position, target) => {
    const known = kept.get(position);
    if (known !== undefined) {
      target.set(known);
      return;
    }
    await read(position, target);
    if (left < target.length || kept.has(position)) return;
    left -= target.length;
    kept.set(position, target.slice());
  };
}
