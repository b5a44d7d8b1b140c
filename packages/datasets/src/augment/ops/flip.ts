import type { ImageShape } from "../../labeled-images.js";

/** Left and right change places. Equals Pillow and torchvision in every byte. */
export function flipHorizontally(
  image: Uint8Array,
  out: Uint8Array,
  [height, width, channels]: ImageShape,
): void {
  const row = width * channels;
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let from = (y + 1) * row - channels; from >= y * row; from -= channels) {
      for (let channel = 0; channel < channels; channel++) out[at++] = image[from + channel]!;
    }
  }
}

/** Top and bottom change places. Equals Pillow and torchvision in every byte. */
export function flipVertically(
  image: Uint8Array,
  out: Uint8Array,
  [height, width, channels]: ImageShape,
): void {
  const row = width * channels;
  for (let y = 0; y < height; y++) {
    const from = (height - 1 - y) * row;
    out.set(image.subarray(from, from + row), y * row);
  }
}
