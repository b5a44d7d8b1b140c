import { type ImageShape, type LabeledImages, pixelsPerImage } from "./labeled-images.js";

/** Images of one size with one class each that are decoded when they are read, such as a folder of files. */
export interface LazyImages {
  readonly length: number;
  readonly shape: ImageShape;
  readonly classNames: readonly string[];
  /** `[length]`, indices into `classNames`. */
  readonly labels: Int32Array;
  /**
   * Writes the pixels of the images at `indices` into `out`, `[indices.length, height, width, channels]`,
   * grey levels 0..255.
   *
   * @throws ImageDecodeError when a file is no readable image
   */
  read(indices: ArrayLike<number>, out: Uint8Array, signal?: AbortSignal): Promise<void>;
}

/** A data set in memory, or one whose images are decoded when they are read. Functions take either. */
export type ImageSet = LabeledImages | LazyImages;

export const isInMemory = (data: ImageSet): data is LabeledImages => "images" in data;

/**
 * The pixels of the images at `indices`, `[indices.length, height, width, channels]`, 0..255, copied into
 * `out` (default: a new array).
 */
export async function readImages(
  data: ImageSet,
  indices: ArrayLike<number>,
  out: Uint8Array = new Uint8Array(indices.length * pixelsPerImage(data.shape)),
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (isInMemory(data)) copyImages(data, indices, out);
  else await data.read(indices, out, signal);
  return out;
}

function copyImages({ images, shape }: LabeledImages, indices: ArrayLike<number>, out: Uint8Array): void {
  const pixels = pixelsPerImage(shape);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * pixels;
    out.set(images.subarray(start, start + pixels), i * pixels);
  }
}
