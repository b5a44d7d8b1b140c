import { type Matrix, matrix } from "../algebra/matrix.js";

/** Rows of numbers to be grouped, seen from their mean: products of numbers far from 0 would lose digits of distances. */
export interface Points {
  /** `[count, width]` */
  readonly features: Float32Array;
  readonly count: number;
  readonly width: number;
  /** `[width]` */
  readonly mean: Float64Array;
  /** `[count]`, squared distance of each row from the mean. */
  readonly squares: Float64Array;
}

/** Rows that are 64-bit floats at a time. */
const BLOCK_ROWS = 1024;

export function pointsOf(features: Float32Array, width: number): Points {
  const count = features.length / width;
  const mean = new Float64Array(width);
  for (let start = 0; start < features.length; start += width) {
    for (let j = 0; j < width; j++) mean[j]! += features[start + j]! / count;
  }
  const squares = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += (features[i * width + j]! - mean[j]!) ** 2;
    squares[i] = sum;
  }
  return { features, count, width, mean, squares };
}

/** The rows at `indices`, less the mean. */
export function rowsAt({ features, width, mean }: Points, indices: ArrayLike<number>): Matrix {
  const block = matrix(indices.length, width);
  const { values } = block;
  for (let row = 0, i = 0; row < indices.length; row++) {
    const from = indices[row]! * width;
    for (let j = 0; j < width; j++, i++) values[i] = features[from + j]! - mean[j]!;
  }
  return block;
}

/** All rows less the mean, some at a time, with the position of the first of them. */
export function* blocksOf(points: Points): Generator<readonly [block: Matrix, first: number]> {
  for (let first = 0; first < points.count; first += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, points.count - first);
    yield [
      rowsAt(
        points,
        Uint32Array.from({ length: rows }, (_, i) => first + i),
      ),
      first,
    ];
  }
}

/** Of each row the squared distance from 0. */
export function squaresOf({ values, rows, columns }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) =>
    values.subarray(i * columns, (i + 1) * columns).reduce((sum, value) => sum + value * value, 0),
  );
}
