import { chunksOf } from "../streams.js";
import { blobAccess, type RandomAccess } from "./random-access.js";

/** Behind `#zip-file` elsewhere: an archive by its URL, which is fetched whole; the browser may keep it on disk. */
export async function openZipFile(url: string): Promise<RandomAccess> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`[imgcls/datasets] imageZip: ${url}: the server answered ${response.status}.`);
  }
  return { ...blobAccess(await response.blob()), location: url };
}

/** The bytes that a deflate stream holds; an error when they are more than `size`. */
export async function inflateRaw(packed: Uint8Array, size: number): Promise<Uint8Array> {
  const out = new Uint8Array(size);
  let length = 0;
  const inflated = new Blob([packed as BlobPart])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  for await (const chunk of chunksOf(inflated)) {
    if (length + chunk.length > size) throw new Error("it inflates to more than its size");
    out.set(chunk, length);
    length += chunk.length;
  }
  return out.subarray(0, length);
}

/** CRC-32 of ISO 3309, as zip and PNG use it: the polynomial 0xEDB88320, one byte at a time by table. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  return remainder;
});

export function crc32(bytes: Uint8Array): number {
  let remainder = -1;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ TABLE[(remainder ^ byte) & 255]!;
  return ~remainder >>> 0;
}
