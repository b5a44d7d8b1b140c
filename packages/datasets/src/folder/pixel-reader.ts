import { ImageDecodeError } from "../errors.js";
import type { ImageDecoder } from "../image-set.js";
import { decodeImage } from "../images/decode-image.js";
import type { DecodeOptions } from "../images/decode-options.js";
import { decodeError } from "../images/decode-options.js";
import type { ImageFiles } from "./image-files.js";
import { memoryRoom } from "./memory-room.js";

/**
 * Writes the pixels of the image at a position of the list of files, `[height, width, channels]`, into `target`.
 * What has to be decoded is decoded by `decode`, default `decodeImage`.
 */
export type PixelReader = (position: number, target: Uint8Array, decode?: ImageDecoder) => Promise<void>;

/** Unpacked bytes that are held at once, on one thread: a small archive must not fill the memory. */
const HELD_AT_ONCE = 128 * 2 ** 20;
const room = memoryRoom(HELD_AT_ONCE);

/** @throws ImageDecodeError, with the path of the file */
export const decodingReader =
  (files: ImageFiles, options: DecodeOptions): PixelReader =>
  (position, target, decode = decodeImage) =>
    room.during(files.unpackedBytes?.(position) ?? 0, async () => {
      const path = files.paths[position]!;
      const bytes = await files.read(position).catch((cause: unknown) => {
        throw decodeError(path, cause);
      });
      try {
        target.set(await decode(bytes, options));
      } catch (cause) {
        // A worker that failed, say, is no fault of the image.
        throw cause instanceof ImageDecodeError ? decodeError(path, cause) : cause;
      }
    });

/**
 * Keeps the first images that are read, as many as go into `bytes`. The others are read again each time:
 * in shuffled epochs, keeping the latest instead would give none of them a second use.
 */
export function keepInMemory(read: PixelReader, bytes: number): PixelReader {
  const kept = new Map<number, Uint8Array>();
  let left = bytes;
  return async (position, target, decode) => {
    const known = kept.get(position);
    if (known !== undefined) {
      target.set(known);
      return;
    }
    await read(position, target, decode);
    if (left < target.length || kept.has(position)) return;
    left -= target.length;
    kept.set(position, target.slice());
  };
}
