/**
 * A file of decoded images that other programs can map into memory:
 *
 * | bytes          | what                                                                             |
 * | -------------- | -------------------------------------------------------------------------------- |
 * | 16             | "IMGCLS-DECODED-1"                                                               |
 * | 32             | SHA-256 of the paths, sizes and times of the image files                         |
 * | 8 + 8          | number of images, bytes of an image; little-endian, as everything                |
 * | 4 an image     | CRC-32 of its pixels (1 for 0), or 0: it is not there yet                        |
 * | to 4,096       | nothing                                                                          |
 * | bytes an image | `[height, width, channels]`, 0..255                                              |
 *
 * An image's checksum is written after its pixels, so a program that is killed at any moment leaves a file
 * that is right; one that a power cut has spoilt is found by the checksums. Two programs may write to it at
 * once: they write the same.
 */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  read as readCallback,
  readSync,
  renameSync,
  rmSync,
  write as writeCallback,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { DatasetStorageError } from "../errors.js";
import { openCache } from "../files/store.node.js";
import type { DecodedCache, DecodedCacheInit } from "./decoded-cache.js";

const readAsync = promisify(readCallback);
const writeAsync = promisify(writeCallback);

const MAGIC = "IMGCLS-DECODED-1";
const HEADER_BYTES = 64;
const PAGE = 4096;

interface CacheFile {
  readonly descriptor: number;
  /** `[count]`, 0: the image is not there. */
  readonly checksums: Uint32Array;
}

/** Closes the file when nobody can read from it any more: a data set has no end of its own. */
const closeUnused = new FinalizationRegistry<number>(closeSync);

/**
 * Opens the file of these images; makes an empty one when there is none, or one of other files.
 *
 * @throws DatasetStorageError when it cannot be made, or later written
 */
export async function openDecodedCache(init: DecodedCacheInit): Promise<DecodedCache> {
  const directory = init.directory ?? openCache("decoded").location;
  const path = join(directory, `${init.name}.pixels`);
  try {
    return cacheIn(openValid(path, init) ?? create(directory, path, init), path, init);
  } catch (cause) {
    throw storageError(path, cause);
  }
}

function cacheIn({ descriptor, checksums }: CacheFile, path: string, init: DecodedCacheInit): DecodedCache {
  const { count, bytesPerImage } = init;
  const start = recordsStart(count);
  /** Images that were read or written here already: 1. Their checksums would take as long as reading them. */
  const isRight = new Uint8Array(count);
  closeUnused.register(checksums, descriptor);
  // Both functions use `checksums` last: the file stays open while they wait.
  return {
    async read(position, target) {
      if (checksums[position] === 0) return false;
      const { bytesRead } = await readAsync(
        descriptor,
        target,
        0,
        bytesPerImage,
        start + position * bytesPerImage,
      );
      if (bytesRead !== bytesPerImage) return false;
      if (isRight[position] === 0 && checksumOf(target) !== checksums[position]) return false;
      isRight[position] = 1;
      return true;
    },
    async write(position, pixels) {
      const checksum = checksumOf(pixels);
      try {
        await writeAsync(descriptor, pixels, 0, bytesPerImage, start + position * bytesPerImage);
        await writeAsync(descriptor, Uint32Array.of(checksum), 0, 4, HEADER_BYTES + 4 * position);
      } catch (cause) {
        throw storageError(path, cause);
      }
      checksums[position] = checksum;
      isRight[position] = 1;
    },
  };
}

const checksumOf = (pixels: Uint8Array): number => crc32(pixels) || 1;

const recordsStart = (count: number): number => Math.ceil((HEADER_BYTES + 4 * count) / PAGE) * PAGE;

function headerOf({ contentKey, count, bytesPerImage }: DecodedCacheInit): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, "latin1");
  header.write(contentKey, 16, "hex");
  header.writeBigUInt64LE(BigInt(count), 48);
  header.writeBigUInt64LE(BigInt(bytesPerImage), 56);
  return header;
}

const sizeOf = ({ count, bytesPerImage }: DecodedCacheInit): number =>
  recordsStart(count) + count * bytesPerImage;

function openValid(path: string, init: DecodedCacheInit): CacheFile | undefined {
  const descriptor = openUnlessAbsent(path);
  if (descriptor === undefined) return undefined;
  const header = Buffer.alloc(HEADER_BYTES);
  readSync(descriptor, header, 0, HEADER_BYTES, 0);
  if (!header.equals(headerOf(init)) || fstatSync(descriptor).size !== sizeOf(init)) {
    closeSync(descriptor);
    return undefined;
  }
  const checksums = new Uint32Array(init.count);
  readSync(descriptor, checksums, 0, checksums.byteLength, HEADER_BYTES);
  return { descriptor, checksums };
}

function openUnlessAbsent(path: string): number | undefined {
  try {
    return openSync(path, "r+");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Appears under its name when it is whole; an older one of that name stays readable for who has it open. */
function create(directory: string, path: string, init: DecodedCacheInit): CacheFile {
  mkdirSync(directory, { recursive: true });
  const temporary = `${path}.${randomUUID()}.part`;
  const descriptor = openSync(temporary, "wx+");
  try {
    writeSync(descriptor, headerOf(init));
    ftruncateSync(descriptor, sizeOf(init));
    renameSync(temporary, path);
  } catch (error) {
    closeSync(descriptor);
    rmSync(temporary, { force: true });
    throw error;
  }
  return { descriptor, checksums: new Uint32Array(init.count) };
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

function storageError(path: string, cause: unknown): DatasetStorageError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new DatasetStorageError(path, codeOf(cause), `decoded images cannot be kept there: ${message}`, {
    cause,
  });
}
