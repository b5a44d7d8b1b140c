import type { ImageShape } from "../../labeled-images.js";

/** Left and right change places. Equals Pillow and torchvision in every byte. */
export function flipHorizontally(
  image: Uint8Array,
  out: Uint8Array,
  [height, width, channels]: ImageShape,
): void {
  const row = width * channels;
  for (let start = 0; start < height * row; start += row) {
    let from = start + row;
    if (channels === 3) {
      for (let at = start; at < start + row; at += 3) {
        from -= 3;
        out[at] = image[from]!;
        out[at + 1] = image[from + 1]!;
        out[at + 2] = image[from + 2]!;
      }
    } else {
      for (let at = start; at < start + row; at += channels) {
        from -= channels;
        for (let channel = 0; channel < channels; channel++) out[at + channel] = image[from + channel]!;
      }
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
