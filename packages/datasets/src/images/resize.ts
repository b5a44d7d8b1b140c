/**
 * Bilinear resize with antialiasing, bit for bit as Pillow 13's `Image.resize(size, Image.BILINEAR)` (its
 * `Resample.c`): a triangle filter whose support grows with the reduction, along the rows and along the columns,
 * with weights of 22 fractional bits and a rounding to 8 bits after each.
 */

const FRACTION_BITS = 22;
const HALF = 1 << (FRACTION_BITS - 1);

/** For each output position the input positions `[starts, starts + counts)` and their weights, one row of `taps` each. */
export interface Weights {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  readonly taps: number;
  readonly values: Int32Array;
}

/** Where the pixels to resize lie: a box of a larger image, say. */
export interface Region {
  readonly pixels: Uint8Array;
  /** Position of its first pixel. */
  readonly start: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
  readonly height: number;
  readonly width: number;
}

/**
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
    if (isColumnsFirst(region, newHeight, newWidth)) {
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

/** Columns before rows leaves fewer rows to the second step where the height shrinks that much more: as Pillow. */
export const isColumnsFirst = ({ height, width }: Region, newHeight: number, newWidth: number): boolean =>
  height - newHeight > Math.max(0, 2 * (width - newWidth));

/** The weights from any size to `newSize`, remembered. */
function weightsFor(newSize: number): (size: number) => Weights {
  const known = new Map<number, Weights>();
  let kept = 0;
  return (size) => {
    let weights = known.get(size);
    if (weights === undefined) {
      weights = triangleWeights(size, newSize);
      kept += weights.values.length;
      if (kept <= KEPT_WEIGHTS) known.set(size, weights);
    }
    return weights;
  };
}

function resizeRows(
  { pixels, start, stride, height }: Region,
  out: Uint8Array,
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
  out: Uint8Array,
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

export function triangleWeights(size: number, newSize: number): Weights {
  const scale = size / newSize;
  const support = Math.max(scale, 1);
  const taps = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(newSize);
  const counts = new Int32Array(newSize);
  const values = new Int32Array(newSize * taps);
  const row = new Float64Array(taps);
  for (let position = 0; position < newSize; position++) {
    const centre = (position + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(size, Math.trunc(centre + support + 0.5)) - start;
    let total = 0;
    for (let tap = 0; tap < count; tap++) {
      row[tap] = Math.max(0, 1 - Math.abs((tap + start - centre + 0.5) / support));
      total += row[tap]!;
    }
    starts[position] = start;
    counts[position] = count;
    for (let tap = 0; tap < count; tap++) {
      values[position * taps + tap] = Math.floor(0.5 + (row[tap]! / total) * 2 ** FRACTION_BITS);
    }
  }
  return { starts, counts, taps, values };
}
