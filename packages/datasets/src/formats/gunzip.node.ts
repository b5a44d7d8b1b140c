import { Readable } from "node:stream";
import { createGunzip, type Gunzip, gunzip as inflate } from "node:zlib";

/** Deflate cannot make more than this many bytes of one. */
const MAX_RATIO = 1032;

/**
 * Inflates a whole gzip file. The last four bytes of one tell its inflated size, so the result gets
 * one buffer and one pass: three times as fast as growing it, and seven times as `DecompressionStream`.
 */
export function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const claimed =
    bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  const chunkSize = Math.max(64, Math.min(claimed + 1, bytes.length * MAX_RATIO));
  return new Promise((resolve, reject) => {
    // With `info` the callback also gets the engine (the type declarations do not know that).
    inflate(bytes, { chunkSize, info: true } as object, (error, result) => {
      if (error) return reject(error);
      const { buffer, engine } = result as unknown as { buffer: Uint8Array; engine: Gunzip };
      if (engine.bytesWritten < bytes.length) {
        return reject(
          new Error(`${bytes.length - engine.bytesWritten} bytes after the end of the gzip data`),
        );
      }
      resolve(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length));
    });
  });
}

/** Inflates a gzip file piece by piece, for files too large to hold twice. */
export function gunzipStream(bytes: Uint8Array): ReadableStream<Uint8Array> {
  const inflated = Readable.from([bytes]).pipe(createGunzip({ chunkSize: 1 << 20 }));
  return Readable.toWeb(inflated) as ReadableStream<Uint8Array>;
}
