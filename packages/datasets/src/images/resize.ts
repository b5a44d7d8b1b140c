/**
 * Bilinear resize with antialiasing, bit for bit as Pillow's `Image.resize(size, Image.BILINEAR)` (its
 * `Resample.c`): a triangle filter whose support grows with the reduction, first along the rows, then along
 * the columns, with weights of 22 fractional bits and a rounding to 8 bits after each.
 */

const FRACTION_BITS = 22;
const HALF = 1 << (FRACTION_BITS - 1);

/** For each output position the input positions `[starts, starts + counts)` and their weights, one row of `taps` each. */
interface Weights {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  readonly taps: number;
  readonly values: Int32Array;
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
  const rows = width === newWidth ? pixels : resizeRows(pixels, height, width, newWidth, channels);
  return height === newHeight ? rows : resizeColumns(rows, height, newHeight, newWidth * channels);
}

function resizeRows(
  pixels: Uint8Array,
  height: number,
  width: number,
  newWidth: number,
  channels: number,
): Uint8Array {
  const { starts, counts, taps, values } = triangleWeights(width, newWidth);
  const out = new Uint8Array(height * newWidth * channels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < newWidth; x++) {
      const first = (y * width + starts[x]!) * channels;
      const count = counts[x]!;
      for (let channel = 0; channel < channels; channel++) {
        let sum = HALF;
        let from = first + channel;
        for (let tap = x * taps; tap < x * taps + count; tap++, from += channels) {
          sum += values[tap]! * pixels[from]!;
        }
        out[at++] = sum >> FRACTION_BITS;
      }
    }
  }
  return out;
}

/** @param rowLength width · channels */
function resizeColumns(pixels: Uint8Array, height: number, newHeight: number, rowLength: number): Uint8Array {
  const { starts, counts, taps, values } = triangleWeights(height, newHeight);
  const out = new Uint8Array(newHeight * rowLength);
  const sums = new Int32Array(rowLength);
  for (let y = 0; y < newHeight; y++) {
    sums.fill(HALF);
    for (let tap = 0; tap < counts[y]!; tap++) {
      const weight = values[y * taps + tap]!;
      const from = (starts[y]! + tap) * rowLength;
      for (let x = 0; x < rowLength; x++) sums[x]! += weight * pixels[from + x]!;
    }
    for (let x = 0; x < rowLength; x++) out[y * rowLength + x] = sums[x]! >> FRACTION_BITS;
  }
  return out;
}

function triangleWeights(size: number, newSize: number): Weights {
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
