import { type Matrix, matrix, part, transposed } from "./matrix.js";
import { multiply, multiplySymmetric } from "./multiply.js";

/** Below this, halving costs more than it saves. */
const SMALL = 32;

/**
 * The inverse of a symmetric positive definite matrix, by halves: with M = [A B; Bᵀ D], E = A⁻¹B and the Schur complement
 * S = D − BᵀE, it is [A⁻¹ + E·S⁻¹·Eᵀ, −E·S⁻¹; (…)ᵀ, S⁻¹]. Nearly all of it are matrix products.
 */
export function spdInverse(of: Matrix): Matrix {
  const size = of.rows;
  if (size <= SMALL) return smallInverse(of);
  const half = size >> 1;
  const rest = size - half;
  const b = part(of, 0, half, half, rest);
  const aInverse = spdInverse(part(of, 0, 0, half, half));
  const e = multiply(aInverse, b);
  const schur = multiplySymmetric(transposed(b), e);
  const d = part(of, half, half, rest, rest);
  eachOf(schur, (i, j, at) => {
    schur.values[at] = valueAt(d, i, j) - schur.values[at]!;
  });
  const schurInverse = spdInverse(schur);
  const corner = multiply(e, schurInverse);
  const added = multiplySymmetric(corner, transposed(e));
  const inverse = matrix(size, size);
  eachOf(added, (i, j, at) => {
    inverse.values[i * size + j] = aInverse.values[at]! + added.values[at]!;
  });
  eachOf(corner, (i, j, at) => {
    const value = -corner.values[at]!;
    inverse.values[i * size + half + j] = value;
    inverse.values[(half + j) * size + i] = value;
  });
  eachOf(schurInverse, (i, j, at) => {
    inverse.values[(half + i) * size + half + j] = schurInverse.values[at]!;
  });
  return inverse;
}

const valueAt = ({ values, offset, rowStride, columnStride }: Matrix, i: number, j: number): number =>
  values[offset + i * rowStride + j * columnStride]!;

function eachOf({ rows, columns }: Matrix, visit: (i: number, j: number, at: number) => void): void {
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) visit(i, j, at);
  }
}

/** Gauss and Jordan's elimination in place; a positive definite matrix needs no exchange of rows. */
function smallInverse(of: Matrix): Matrix {
  const size = of.rows;
  const inverse = matrix(size, size);
  const { values } = inverse;
  eachOf(inverse, (i, j, at) => {
    values[at] = valueAt(of, i, j);
  });
  for (let pivot = 0; pivot < size; pivot++) {
    const scale = 1 / values[pivot * size + pivot]!;
    values[pivot * size + pivot] = 1;
    for (let j = 0; j < size; j++) values[pivot * size + j]! *= scale;
    for (let i = 0; i < size; i++) {
      if (i === pivot) continue;
      const factor = values[i * size + pivot]!;
      values[i * size + pivot] = 0;
      for (let j = 0; j < size; j++) values[i * size + j]! -= factor * values[pivot * size + j]!;
    }
  }
  return inverse;
}
