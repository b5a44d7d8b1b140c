/** Which pixels a resized pixel is made of, and how much each counts: Pillow's `precompute_coeffs`. */

export type Interpolation = "bilinear" | "bicubic";

/** Of a weight. */
export const FRACTION_BITS = 22;

/** For each output position the input positions `[starts, starts + counts)` and their weights, one row of `taps` each. */
export interface Weights {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  readonly taps: number;
  readonly values: Int32Array;
}

/** Positions `[from, from + count)`. */
export interface Span {
  readonly from: number;
  readonly count: number;
}

interface Filter {
  /** Where it becomes 0, in pixels of the smaller one of both sizes. */
  readonly radius: number;
  at(distance: number): number;
}

const FILTERS: Readonly<Record<Interpolation, Filter>> = {
  bilinear: { radius: 1, at: (distance) => Math.max(0, 1 - Math.abs(distance)) },
  bicubic: { radius: 2, at: (distance) => cubic(Math.abs(distance)) },
};

/** Keys's kernel with a = −1/2. */
const A = -0.5;

function cubic(x: number): number {
  if (x < 1) return ((A + 2) * x - (A + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
}

/** The filter's support grows with the reduction, which is the antialiasing. */
export function spanWeights(
  interpolation: Interpolation,
  size: number,
  newSize: number,
  { from, count: length }: Span = { from: 0, count: newSize },
): Weights {
  const { radius, at } = FILTERS[interpolation];
  const scale = size / newSize;
  const widening = Math.max(scale, 1);
  const support = radius * widening;
  const taps = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(length);
  const counts = new Int32Array(length);
  const values = new Int32Array(length * taps);
  const row = new Float64Array(taps);
  for (let position = 0; position < length; position++) {
    const centre = (from + position + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(size, Math.trunc(centre + support + 0.5)) - start;
    let total = 0;
    for (let tap = 0; tap < count; tap++) {
      row[tap] = at((tap + start - centre + 0.5) / widening);
      total += row[tap]!;
    }
    starts[position] = start;
    counts[position] = count;
    for (let tap = 0; tap < count; tap++) {
      const weight = (row[tap]! / total) * 2 ** FRACTION_BITS;
      values[position * taps + tap] = Math.trunc(weight < 0 ? weight - 0.5 : weight + 0.5);
    }
  }
  return { starts, counts, taps, values };
}
