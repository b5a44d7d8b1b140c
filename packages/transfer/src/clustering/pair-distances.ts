import { transposed } from "../algebra/matrix.js";
import { multiply } from "../algebra/multiply.js";
import { blocksOf, type Points } from "./points.js";

/** Place of the pair i < j of `count` in a list of all pairs: row by row what is right of a matrix's diagonal. */
export const pairAt = (i: number, j: number, count: number): number => i * count - (i * (i + 3)) / 2 + j - 1;

/**
 * Squared distances of all pairs of rows, `[count · (count − 1) / 2]`.
 *
 * @param onProgress told the share that is computed; what it returns is waited for
 */
export async function pairDistances(
  points: Points,
  onProgress: (share: number) => unknown,
): Promise<Float64Array> {
  const { count, squares } = points;
  const pairs = new Float64Array((count * (count - 1)) / 2);
  for (const [rows, firstRow] of blocksOf(points)) {
    for (const [columns, firstColumn] of blocksOf(points)) {
      if (firstColumn < firstRow) continue;
      const products = multiply(rows, transposed(columns)).values;
      for (let row = 0; row < rows.rows; row++) {
        const i = firstRow + row;
        const from = Math.max(0, i + 1 - firstColumn);
        for (let column = from; column < columns.rows; column++) {
          const j = firstColumn + column;
          const square = squares[i]! + squares[j]! - 2 * products[row * columns.rows + column]!;
          pairs[pairAt(i, j, count)] = Math.max(0, square);
        }
      }
    }
    const left = (count - firstRow - rows.rows) / count;
    await onProgress(1 - left ** 2);
  }
  return pairs;
}
