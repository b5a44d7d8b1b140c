import type { ImageShape } from "../../labeled-images.js";

/**
 * How pixels outside an image are made: a constant; the nearest edge pixel; mirrored without repeating the
 * edge (`c b | a b c | b a`); mirrored with it (`b a | a b c | c b`).
 */
export const PADDING_MODES = ["constant", "edge", "reflect", "symmetric"] as const;
export type PaddingMode = (typeof PADDING_MODES)[number];

/**
 * For every position of a padded row or column the position that it shows, −1 for the constant.
 * Mirroring goes on in both directions when the padding is longer than the image, as numpy's.
 */
export function paddedPositions(
  length: number,
  before: number,
  after: number,
  mode: PaddingMode,
): Int32Array {
  return Int32Array.from({ length: before + length + after }, (_, i) => {
    const position = i - before;
    if (position >= 0 && position < length) return position;
    if (mode === "constant") return -1;
    if (mode === "edge") return position < 0 ? 0 : length - 1;
    return mode === "symmetric"
      ? mirrored(position, 2 * length, 2 * length - 1)
      : mirrored(position, Math.max(1, 2 * length - 2), 2 * length - 2);
  });
}

/** Position in a sequence that repeats with `period`, whose second half counts back from `last`. */
function mirrored(position: number, period: number, last: number): number {
  const inPeriod = ((position % period) + period) % period;
  return Math.min(inPeriod, last - inPeriod);
}

/**
 * The window of a padded image whose first row shows `rows[top]` and first column `columns[left]`
 * (see `paddedPositions`). Equals torchvision on Pillow images in every byte.
 *
 * @param out `[outHeight, outWidth, channels]`
 * @param fill `[channels]`, for positions of −1
 */
export function cropPadded(
  image: Uint8Array,
  out: Uint8Array,
  [, width, channels]: ImageShape,
  [outHeight, outWidth]: ImageShape,
  { rows, columns, fill }: { rows: Int32Array; columns: Int32Array; fill: Uint8Array },
  top: number,
  left: number,
): void {
  let at = 0;
  for (let y = top; y < top + outHeight; y++) {
    const row = rows[y]! * width;
    for (let x = left; x < left + outWidth; x++) {
      const column = columns[x]!;
      if (row < 0 || column < 0) {
        for (let channel = 0; channel < channels; channel++) out[at++] = fill[channel]!;
      } else {
        let from = (row + column) * channels;
        for (let channel = 0; channel < channels; channel++) out[at++] = image[from++]!;
      }
    }
  }
}
