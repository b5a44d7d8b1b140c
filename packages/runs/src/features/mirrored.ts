import { createLazyImages, type ImageSet, type LazyImages, readImages } from "@imgcls/datasets";

/** The mirror images, left to right, in the same order; made when they are read. */
export function mirrored(images: ImageSet): LazyImages {
  const { shape, classNames, labels } = images;
  const [, width, channels] = shape;
  return createLazyImages({
    shape,
    classNames,
    labels,
    async read(indices, out, signal, decode) {
      await readImages(images, indices, out, signal, decode);
      mirrorRows(out, width, channels);
    },
  });
}

/** In place. @param pixels rows of `[width, channels]` */
export function mirrorRows(pixels: Uint8Array, width: number, channels: number): void {
  const row = width * channels;
  for (let start = 0; start < pixels.length; start += row) {
    for (let left = 0, right = width - 1; left < right; left++, right--) {
      for (let c = 0; c < channels; c++) {
        const [a, b] = [start + left * channels + c, start + right * channels + c];
        [pixels[a], pixels[b]] = [pixels[b]!, pixels[a]!];
      }
    }
  }
}
