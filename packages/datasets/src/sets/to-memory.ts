import { type Checks, func } from "@imgcls/checks";
import { type ImageSet, isInMemory } from "../image-set.js";
import { createLabeledImages, type LabeledImages, pixelsPerImage } from "../labeled-images.js";
import { abortSignal, checkOptions } from "../option-checks.js";

/** So many images are asked for at a time. */
const CHUNK = 256;

export interface ToMemoryOptions {
  /** Ends the reading; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called with the number of images that are in memory. */
  readonly onProgress?: (images: number) => void;
}

const CHECKS: Checks<ToMemoryOptions> = { signal: abortSignal, onProgress: func };

/** Reads every image of a lazy data set. One that is in memory comes back as it is. */
export async function toMemory(data: ImageSet, options: ToMemoryOptions = {}): Promise<LabeledImages> {
  checkOptions("toMemory", options, CHECKS);
  if (isInMemory(data)) return data;
  const { signal, onProgress } = options;
  const pixels = pixelsPerImage(data.shape);
  const images = new Uint8Array(data.length * pixels);
  for (let start = 0; start < data.length; start += CHUNK) {
    signal?.throwIfAborted();
    const end = Math.min(start + CHUNK, data.length);
    const indices = Uint32Array.from({ length: end - start }, (_, i) => start + i);
    await data.read(indices, images.subarray(start * pixels, end * pixels), signal);
    onProgress?.(end);
  }
  return createLabeledImages({ ...data, images });
}
