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

/** More padding, on both sides, around what is padded already: it mirrors what is there, the first padding too. */
export const paddedAgain = (positions: Int32Array, more: number, mode: PaddingMode): Int32Array =>
  paddedPositions(positions.length, more, more, mode).map((position) =>
    position < 0 ? -1 : positions[position]!,
  );

/** An image with padding around it, which is not made but looked up. */
export interface PaddedImage {
  /** Of the image itself. */
  readonly shape: ImageShape;
  /** `[padded height]`, as `paddedPositions`. */
  readonly rows: Int32Array;
  /** `[padded width]`, as `paddedPositions`. */
  readonly columns: Int32Array;
  /** Padding on the left. */
  readonly left: number;
  /** `[channels]`, for positions of −1. */
  readonly fill: Uint8Array;
}

/**
 * A window of a padded image. Equals torchvision on Pillow images in every byte.
 *
 * @param out `[outHeight, outWidth, channels]`
 * @param top of the window in the padded image
 * @param left of the window in the padded image
 */
export function cropPadded(
  image: Uint8Array,
  out: Uint8Array,
  { shape: [, width, channels], rows, columns, left: padding, fill }: PaddedImage,
  [outHeight, outWidth]: ImageShape,
  top: number,
  left: number,
): void {
  // The window's columns from..to are a run of the image's own.
  const from = Math.min(outWidth, Math.max(0, padding - left));
  const to = Math.max(from, Math.min(outWidth, padding + width - left));
  const run = (to - from) * channels;
  let at = 0;
  const setPixels = (row: number, start: number, end: number): void => {
    for (let x = start; x < end; x++) {
      const column = columns[left + x]!;
      const source = row < 0 || column < 0 ? -1 : (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        out[at++] = source < 0 ? fill[channel]! : image[source + channel]!;
      }
    }
  };
  for (let y = top; y < top + outHeight; y++) {
    const row = rows[y]!;
    if (row < 0 || run === 0) {
      setPixels(row, 0, outWidth);
      continue;
    }
    setPixels(row, 0, from);
    copyRun(image, (row * width + left + from - padding) * channels, out, at, run);
    at += run;
    setPixels(row, to, outWidth);
  }
}

/** Up to so many bytes a loop is faster than making two views. */
const SHORT = 24;

function copyRun(image: Uint8Array, from: number, out: Uint8Array, at: number, length: number): void {
  if (length > SHORT) {
    out.set(image.subarray(from, from + length), at);
    return;
  }
  for (let i = 0; i < length; i++) out[at + i] = image[from + i]!;
}
