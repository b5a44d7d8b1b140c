import { open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { crc32 as crc32OfBytes, inflateRaw as inflate } from "node:zlib";
import { DatasetFormatError } from "../errors.js";
import type { RandomAccess } from "./random-access.js";

const inflateAsync = promisify(inflate);

/**
 * A file by its path. It is opened for each read: a set may live as long as the program, and has no end at
 * which to close it.
 *
 * @throws DatasetFormatError when there is no such file
 */
export async function openZipFile(path: string): Promise<RandomAccess> {
  const location = resolve(path);
  const found = await stat(location).catch(() => undefined);
  if (!found?.isFile()) {
    const received = found === undefined ? "there is nothing" : "it is no file";
    throw new DatasetFormatError(location, [`expected a zip archive, ${received}`], {
      advice: found?.isDirectory() ? "For a folder use imageFolder or folder:PATH." : "Check the path.",
    });
  }
  return {
    location,
    size: found.size,
    async read(offset, length) {
      const file = await open(location);
      try {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, found.size - offset)));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
        return bytes.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    stamp: `${found.size} ${found.mtimeMs}`,
  };
}

/** The bytes that a deflate stream holds; an error when they are more than `size`. */
export const inflateRaw = (packed: Uint8Array, size: number): Promise<Uint8Array> =>
  inflateAsync(packed, { maxOutputLength: Math.max(1, size) });

export const crc32 = (bytes: Uint8Array): number => crc32OfBytes(bytes);
