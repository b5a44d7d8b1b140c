/**
 * Grey levels 0..255 as floats, each multiplied by `scale`: with the default, 0..1.
 * Any shape; the result has the same.
 */
export function rescale(images: Uint8Array, scale = 1 / 255): Float32Array {
  return rescaleInto(new Float32Array(images.length), images, scale);
}

/** `rescale` into memory that is there already. */
export function rescaleInto(values: Float32Array, images: Uint8Array, scale: number): Float32Array {
  if (!Number.isFinite(scale)) {
    throw new Error(`[imgcls/datasets] rescale: expected a finite scale, received ${scale}.`);
  }
  const table = Float32Array.from({ length: 256 }, (_, level) => level * scale);
  for (let i = 0; i < images.length; i++) values[i] = table[images[i]!]!;
  return values;
}
