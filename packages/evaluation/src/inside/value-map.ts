import { EvaluationInputError } from "../errors.js";

/** One number for each position of an image or of a layer's feature maps. */
export interface ValueMap {
  /** `[height · width]`, row by row. */
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
}

/** `[height, width, channels]` */
export type MapsShape = readonly [height: number, width: number, channels: number];

/** @throws EvaluationInputError where an array has not one number for each element of the shape */
export function requireMaps(
  owner: string,
  shape: MapsShape,
  arrays: Readonly<Record<string, ArrayLike<number>>>,
): void {
  const expected = shape[0] * shape[1] * shape[2];
  const problems = Object.entries(arrays)
    .filter(([, { length }]) => length !== expected)
    .map(
      ([name, { length }]) =>
        `expected ${expected} numbers in ${name}, for [${shape.join(", ")}], received ${length}`,
    );
  if (problems.length > 0) throw new EvaluationInputError(owner, problems);
}

/** A map of what `valueAt` makes of the channels of each position, which start at `offset`. */
export function mapOf([height, width, channels]: MapsShape, valueAt: (offset: number) => number): ValueMap {
  const values = Float32Array.from({ length: height * width }, (_, position) => valueAt(position * channels));
  return { values, height, width };
}

/** One channel of feature maps `[height, width, channels]`, as it is. */
export function featureMap(maps: Float32Array, shape: MapsShape, channel: number): ValueMap {
  requireMaps("featureMap", shape, { maps });
  return mapOf(shape, (offset) => maps[offset + channel]!);
}

/**
 * From 0 to 1: divided by what `share` of the values do not exceed, and cut off there and at 0. With a share of 1, the
 * default, that is the maximum. A map without a value above 0 is 0 everywhere.
 */
export function normalized({ values, ...size }: ValueMap, share = 1): ValueMap {
  const sorted = values.slice().sort();
  const top = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  // So few positions are above 0 that the share is 0.
  const greatest = top > 0 ? top : (sorted.at(-1) ?? 0);
  if (!(greatest > 0)) return { values: new Float32Array(values.length), ...size };
  return { values: values.map((value) => Math.min(1, Math.max(0, value / greatest))), ...size };
}

/** From 0 to 1, the least to the greatest: for values on both sides of 0, such as feature maps before relu. */
export function stretched({ values, ...size }: ValueMap): ValueMap {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const range = greatest - least;
  return { values: values.map((value) => (range > 0 ? (value - least) / range : 0)), ...size };
}

/** In another size, bilinear between the centres of the positions, as PyTorch's `interpolate` without `align_corners`. */
export function resized({ values, height, width }: ValueMap, toHeight: number, toWidth: number): ValueMap {
  const rows = samples(height, toHeight);
  const columns = samples(width, toWidth);
  const result = new Float32Array(toHeight * toWidth);
  let at = 0;
  for (const { first: y, second: y2, share: v } of rows) {
    for (const { first: x, second: x2, share: u } of columns) {
      const above = (1 - u) * values[y * width + x]! + u * values[y * width + x2]!;
      const below = (1 - u) * values[y2 * width + x]! + u * values[y2 * width + x2]!;
      result[at++] = (1 - v) * above + v * below;
    }
  }
  return { values: result, height: toHeight, width: toWidth };
}

/** Between which two positions each new one is, and how far from the first to the second. */
const samples = (extent: number, to: number) =>
  Array.from({ length: to }, (_, i) => {
    const position = Math.min(extent - 1, Math.max(0, ((i + 0.5) * extent) / to - 0.5));
    const first = Math.floor(position);
    return { first, second: Math.min(extent - 1, first + 1), share: position - first };
  });
