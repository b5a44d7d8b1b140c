import { type Matrix, matrix } from "../algebra/matrix.js";
import { spdInverse } from "../algebra/spd-inverse.js";

/** (κ·of + λI)⁻¹, λ left out for the last `free` of the diagonal. */
export function ridgeInverse(of: Matrix, penalty: number, curvature: number, free = 0): Matrix {
  const values = of.values.map((value) => curvature * value);
  for (let i = 0; i < of.rows - free; i++) values[i * (of.rows + 1)]! += penalty;
  return spdInverse(matrix(of.rows, of.rows, values));
}
