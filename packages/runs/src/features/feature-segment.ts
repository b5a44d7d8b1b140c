/**
 * A file of features, written once and never changed:
 *
 * | bytes           | what                                                               |
 * | --------------- | ------------------------------------------------------------------ |
 * | 16              | "IMGCLS-FEATURES1"                                                 |
 * | 32              | SHA-256 of all that follows                                        |
 * | 4 + 4           | number of images n, numbers of each; little-endian, as everything  |
 * | 32 an image     | SHA-256 of its pixels                                              |
 * | 4 · width · n   | its features, float32                                              |
 */
import { sha256 } from "@imgcls/datasets";

const MAGIC = new TextEncoder().encode("IMGCLS-FEATURES1");
const DIGEST_BYTES = 32;
const SEALED_FROM = MAGIC.length + DIGEST_BYTES;
const KEYS_FROM = SEALED_FROM + 8;

/** Features by the SHA-256 of an image's pixels, 64 hexadecimal digits. */
export type Features = ReadonlyMap<string, Float32Array>;

export async function segmentBytes(features: Features, width: number): Promise<Uint8Array> {
  const valuesFrom = KEYS_FROM + DIGEST_BYTES * features.size;
  const bytes = new Uint8Array(valuesFrom + 4 * width * features.size);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(SEALED_FROM, features.size, true);
  view.setUint32(SEALED_FROM + 4, width, true);
  let image = 0;
  for (const [key, values] of features) {
    bytes.set(bytesOfHex(key), KEYS_FROM + DIGEST_BYTES * image);
    const start = valuesFrom + 4 * width * image;
    for (let i = 0; i < width; i++) view.setFloat32(start + 4 * i, values[i]!, true);
    image += 1;
  }
  bytes.set(bytesOfHex(await sha256(bytes.subarray(SEALED_FROM))), MAGIC.length);
  return bytes;
}

/** Undefined when the file is damaged, or of features of another width. */
export async function segmentFeatures(bytes: Uint8Array, width: number): Promise<Features | undefined> {
  if (bytes.length < KEYS_FROM || !MAGIC.every((byte, i) => bytes[i] === byte)) return undefined;
  const digest = hexOf(bytes.subarray(MAGIC.length, SEALED_FROM));
  if ((await sha256(bytes.subarray(SEALED_FROM))) !== digest) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = view.getUint32(SEALED_FROM, true);
  const valuesFrom = KEYS_FROM + DIGEST_BYTES * count;
  const isWhole = bytes.length === valuesFrom + 4 * width * count;
  if (!isWhole || view.getUint32(SEALED_FROM + 4, true) !== width) return undefined;
  const values = new Float32Array(new Uint8Array(bytes.subarray(valuesFrom)).buffer);
  return new Map(
    Array.from({ length: count }, (_, image) => {
      const at = KEYS_FROM + DIGEST_BYTES * image;
      return [
        hexOf(bytes.subarray(at, at + DIGEST_BYTES)),
        values.subarray(image * width, (image + 1) * width),
      ] as const;
    }),
  );
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
