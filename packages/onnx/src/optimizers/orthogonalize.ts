import type { Value } from "../graph/graph.js";
import { add, div } from "../graph/ops/elementwise.js";
import { gemm } from "../graph/ops/linear.js";
import { reshape, transpose } from "../graph/ops/movement.js";
import { norm } from "../graph/ops/reduce.js";
import { sizeOf } from "../graph/shapes.js";

/** Of the quintic polynomial `a x + b x³ + c x⁵`, whose slope at 0 is steep; it takes singular values near 1. */
const [A, B, C] = [3.4445, -4.775, 2.0315];

/** Keeps a direction of norm 0 from dividing by 0. */
const EPSILON = 1e-7;

/**
 * The tensor as a matrix `[rows, the rest]`, its singular values taken to about 1 by Newton and Schulz's iteration:
 * `X ← a X + (b X Xᵀ + c (X Xᵀ)²) X` from `X / ‖X‖`. The order of rows and columns does not matter, nor do zeros.
 */
export function orthogonalized(x: Value, rowAxes: readonly number[], steps: number): Value {
  const columnAxes = [...x.shape.keys()].filter((axis) => !rowAxes.includes(axis));
  const isRowsLast = rowAxes.every((axis) => axis >= columnAxes.length);
  const order = isRowsLast ? [...columnAxes, ...rowAxes] : [...rowAxes, ...columnAxes];
  const isInOrder = order.every((axis, i) => axis === i);
  const ordered = isInOrder ? x : transpose(x, order);

  const firstAxes = isRowsLast ? columnAxes : rowAxes;
  const first = sizeOf(firstAxes.map((axis) => x.shape[axis]!));
  const matrix = reshape(ordered, [first, sizeOf(x.shape) / first]);
  const result = reshape(iterate(div(matrix, add(norm(matrix), EPSILON)), steps), ordered.shape);
  return isInOrder
    ? result
    : transpose(
        result,
        order.map((_, axis) => order.indexOf(axis)),
      );
}

/** With the products `X Xᵀ` of the shorter side. */
function iterate(start: Value, steps: number): Value {
  const [rows, columns] = start.shape as [number, number];
  const isWide = rows <= columns;
  let x = start;
  for (let step = 0; step < steps; step++) {
    const square = gemm(x, x, isWide ? { transposeB: true } : { transposeA: true });
    const factor = gemm(square, square, { productFactor: C, bias: square, biasFactor: B });
    const [left, right] = isWide ? [factor, x] : [x, factor];
    x = gemm(left, right, { bias: x, biasFactor: A });
  }
  return x;
}
