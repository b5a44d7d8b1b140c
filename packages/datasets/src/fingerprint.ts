import type { LabeledImages } from "./labeled-images.js";

/**
 * SHA-256 (hex) of what a data set holds: shape, class names, labels and pixels, in order.
 * Equal data give equal fingerprints on every platform; a changed pixel, label or order another one.
 *
 * It is the digest of: a JSON header, the digest of the labels (little-endian int32), the digest of the pixels.
 */
export async function fingerprint(data: LabeledImages): Promise<string> {
  const header = new TextEncoder().encode(
    JSON.stringify({ length: data.length, shape: data.shape, classNames: data.classNames }),
  );
  const labels = new DataView(new ArrayBuffer(4 * data.length));
  data.labels.forEach((label, i) => {
    labels.setInt32(4 * i, label, true);
  });
  const parts = [header, await sha256(labels), await sha256(data.images)];
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return toHex(await sha256(joined));
}

async function sha256(bytes: Uint8Array | DataView): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
}

/** Two lower-case digits a byte. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
