/**
 * Resizing with antialiasing, bit for bit as Pillow 13's `Image.resize` (its `Resample.c`): along the rows and along the
 * columns, with a rounding to 8 bits after each.
 */

import { FRACTION_BITS, type Interpolation, type Span, spanWeights, type Weights } from "./resize-weights.js";

const HALF = 1 << (FRACTION_BITS - 1);

/** What may leave the range of a byte is clamped by the array. */
type Bytes = Uint8Array | Uint8ClampedArray;

/** Where the pixels to resize lie: a box of a larger image, say. */
export interface Region {
  readonly pixels: Bytes;
  /** Position of its first pixel. */
  readonly start: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Bilinear, as `Image.BILINEAR`.
 *
 * @param pixels `[height, width, channels]`, 0..255
 * @returns `[newHeight, newWidth, channels]`; `pixels` itself when the size is right
 */
export function resizeBilinear(
  pixels: Uint8Array,
  [height, width, channels]: readonly [height: number, width: number, channels: number],
  [newHeight, newWidth]: readonly [height: number, width: number],
): Uint8Array {
  if (height === newHeight && width === newWidth) return pixels;
  const out = new Uint8Array(newHeight * newWidth * channels);
  const region = { pixels, start: 0, stride: width * channels, height, width };
  createResizer(height, [newHeight, newWidth, channels])(region, out);
  return out;
}

/** Part of a resized picture: from the size of the picture to `size`, of which the span is wanted. */
interface Cut {
  readonly size: number;
  readonly span: Span;
}

/**
 * A part of what a picture would be when resized, without computing the rest.
 *
 * @param pixels `[height, width, 3]`, 0..255
 * @returns `[rows.span.count, columns.span.count, 3]`
 */
export function resizeAndCut(
  pixels: Uint8Array,
  { height, width }: { readonly height: number; readonly width: number },
  { rows, columns }: { readonly rows: Cut; readonly columns: Cut },
  interpolation: Interpolation,
): Uint8Array {
  const alongRows = spanWeights(interpolation, width, columns.size, columns.span);
  const alongColumns = spanWeights(interpolation, height, rows.size, rows.span);
  const [newHeight, newWidth] = [rows.span.count, columns.span.count];
  const out = new Uint8ClampedArray(newHeight * newWidth * 3);
  const whole = { pixels, start: 0, stride: width * 3, height, width };
  if (isColumnsFirst(height, rows.size, width, columns.size)) {
    const between = new Uint8ClampedArray(newHeight * whole.stride);
    resizeColumns(whole, between, alongColumns, newHeight, whole.stride, new Int32Array(whole.stride));
    const middle = { ...whole, pixels: between, height: newHeight };
    resizeRows(middle, out, alongRows, newWidth, 3);
  } else {
    const first = alongColumns.starts[0]!;
    const end = alongColumns.starts.at(-1)! + alongColumns.counts.at(-1)!;
    const stride = newWidth * 3;
    const between = new Uint8ClampedArray((end - first) * stride);
    const needed = { ...whole, start: first * whole.stride, height: end - first };
    resizeRows(needed, between, alongRows, newWidth, 3);
    const middle = { ...needed, pixels: between, start: -first * stride, stride };
    resizeColumns(middle, out, alongColumns, newHeight, stride, new Int32Array(stride));
  }
  return new Uint8Array(out.buffer);
}

/** Whichever leaves less to the second step. */
export const isColumnsFirst = (height: number, newHeight: number, width: number, newWidth: number): boolean =>
  height - newHeight > Math.max(0, 2 * (width - newWidth));

/** So many weights are kept at most, 16 MB: those of all sizes up to 500 for a result of 224. */
const KEPT_WEIGHTS = 2 ** 22;

/**
 * Resizes regions of any size to one size, in memory that is used again for the next.
 *
 * @param mostRows of a region
 */
export function createResizer(
  mostRows: number,
  [newHeight, newWidth, channels]: readonly [height: number, width: number, channels: number],
): (region: Region, out: Uint8Array) => void {
  const newStride = newWidth * channels;
  let between = new Uint8Array(mostRows * newStride);
  let sums = new Int32Array(newStride);
  const rowWeights = weightsFor(newWidth);
  const columnWeights = weightsFor(newHeight);
  /** Columns before rows, which leaves fewer rows to the second step. */
  const columnsFirst = (region: Region, out: Uint8Array): void => {
    const { height, width } = region;
    const stride = width * channels;
    if (between.length < newHeight * stride) between = new Uint8Array(newHeight * stride);
    if (sums.length < stride) sums = new Int32Array(stride);
    resizeColumns(region, between, columnWeights(height), newHeight, stride, sums);
    const columns = { pixels: between, start: 0, stride, height: newHeight, width };
    resizeRows(columns, out, rowWeights(width), newWidth, channels);
  };
  return (region, out) => {
    const { height, width } = region;
    if (width === newWidth) {
      resizeColumns(region, out, columnWeights(height), newHeight, newStride, sums);
      return;
    }
    if (isColumnsFirst(height, newHeight, width, newWidth)) {
      columnsFirst(region, out);
      return;
    }
    const isLast = height === newHeight;
    resizeRows(region, isLast ? out : between, rowWeights(width), newWidth, channels);
    if (isLast) return;
    const rows = { pixels: between, start: 0, stride: newStride, height, width: newWidth };
    resizeColumns(rows, out, columnWeights(height), newHeight, newStride, sums);
  };
}

/** The weights from any size to `newSize`, remembered. */
function weightsFor(newSize: number): (size: number) => Weights {
  const known = new Map<number, Weights>();
  let kept = 0;
  return (size) => {
    let weights = known.get(size);
    if (weights === undefined) {
      weights = spanWeights("bilinear", size, newSize);
      kept += weights.values.length;
      if (kept <= KEPT_WEIGHTS) known.set(size, weights);
    }
    return weights;
  };
}

function resizeRows(
  { pixels, start, stride, height }: Region,
  out: Bytes,
  { starts, counts, taps, values }: Weights,
  newWidth: number,
  channels: number,
): void {
  let at = 0;
  for (let y = 0; y < height; y++) {
    const row = start + y * stride;
    for (let x = 0; x < newWidth; x++) {
      const first = row + starts[x]! * channels;
      const end = x * taps + counts[x]!;
      if (channels === 3) {
        let [red, green, blue] = [HALF, HALF, HALF];
        for (let tap = x * taps, from = first; tap < end; tap++, from += 3) {
          const weight = values[tap]!;
          red += Math.imul(weight, pixels[from]!);
          green += Math.imul(weight, pixels[from + 1]!);
          blue += Math.imul(weight, pixels[from + 2]!);
        }
        out[at++] = red >> FRACTION_BITS;
        out[at++] = green >> FRACTION_BITS;
        out[at++] = blue >> FRACTION_BITS;
        continue;
      }
      for (let channel = 0; channel < channels; channel++) {
        let sum = HALF;
        for (let tap = x * taps, from = first + channel; tap < end; tap++, from += channels) {
          sum += Math.imul(values[tap]!, pixels[from]!);
        }
        out[at++] = sum >> FRACTION_BITS;
      }
    }
  }
}

/** @param sums memory for a row */
function resizeColumns(
  { pixels, start, stride }: Region,
  out: Bytes,
  { starts, counts, taps, values }: Weights,
  newHeight: number,
  rowLength: number,
  sums: Int32Array,
): void {
  for (let y = 0; y < newHeight; y++) {
    const at = y * rowLength;
    const count = counts[y]!;
    const first = start + starts[y]! * stride;
    if (count <= 2) {
      // Of an enlarged image every row. One row is the same as two with a weight of 0.
      const second = count === 2 ? first + stride : first;
      const weight = values[y * taps]!;
      const secondWeight = count === 2 ? values[y * taps + 1]! : 0;
      for (let x = 0; x < rowLength; x++) {
        const sum =
          HALF + Math.imul(weight, pixels[first + x]!) + Math.imul(secondWeight, pixels[second + x]!);
        out[at + x] = sum >> FRACTION_BITS;
      }
      continue;
    }
    sums.fill(HALF);
    for (let tap = 0; tap < count; tap++) {
      const weight = values[y * taps + tap]!;
      const from = first + tap * stride;
      for (let x = 0; x < rowLength; x++) sums[x]! += Math.imul(weight, pixels[from + x]!);
    }
    for (let x = 0; x < rowLength; x++) out[at + x] = sums[x]! >> FRACTION_BITS;
  }
}
