import { type LabeledImages, pixelsPerImage } from "../labeled-images.js";

/**
 * Which images of a set in memory are, pixel for pixel, among those of others, such as test images among training images.
 *
 * @returns positions in `images`, ascending
 */
export function copiedPositions(images: LabeledImages, others: readonly LabeledImages[]): number[] {
  const size = pixelsPerImage(images.shape);
  const at = ({ images: pixels }: LabeledImages, index: number) =>
    pixels.subarray(index * size, (index + 1) * size);
  const byHash = new Map<number, number[]>();
  for (let index = 0; index < images.length; index++) {
    const hash = hashOf(at(images, index));
    const same = byHash.get(hash);
    if (same === undefined) byHash.set(hash, [index]);
    else same.push(index);
  }
  const copied = new Set<number>();
  for (const other of others) {
    for (let index = 0; index < other.length; index++) {
      const pixels = at(other, index);
      for (const own of byHash.get(hashOf(pixels)) ?? []) {
        if (areEqual(at(images, own), pixels)) copied.add(own);
      }
    }
  }
  return [...copied].sort((a, b) => a - b);
}

/** FNV-1a of 32 bits. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
