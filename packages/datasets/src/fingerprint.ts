import { createSha256 } from "#sha256";
import { sha256 } from "./files/intact.js";
import { fromHex } from "./hex.js";
import { type ImageSet, isInMemory, visitPixels } from "./image-set.js";

/**
 * SHA-256 (hex) of what a data set holds: shape, class names, labels and pixels, in order.
 * Equal data give equal fingerprints on every platform, in memory or lazy (then it is read once); a changed
 * pixel, label or order another one.
 *
 * It is the digest of: a JSON header, the digest of the labels (little-endian int32), the digest of the pixels.
 */
export async function fingerprint(data: ImageSet): Promise<string> {
  const header = new TextEncoder().encode(
    JSON.stringify({ length: data.length, shape: data.shape, classNames: data.classNames }),
  );
  const labels = new DataView(new ArrayBuffer(4 * data.length));
  data.labels.forEach((label, i) => {
    labels.setInt32(4 * i, label, true);
  });
  const digests = [await sha256(new Uint8Array(labels.buffer)), await digestOfPixels(data)];
  return sha256(header, ...digests.map(fromHex));
}

async function digestOfPixels(data: ImageSet): Promise<string> {
  if (isInMemory(data)) return sha256(data.images);
  const pixels = createSha256();
  await visitPixels(data, pixels.update, () => undefined);
  return pixels.digest();
}
