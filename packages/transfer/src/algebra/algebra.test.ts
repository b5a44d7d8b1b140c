import { describe, expect, it } from "vitest";
import { randomIndices } from "../random.js";
import { type Matrix, matrix, part, transposed } from "./matrix.js";
import { multiply, multiplySymmetric } from "./multiply.js";
import { spdInverse } from "./spd-inverse.js";

const index = randomIndices(1);
const drawn = (rows: number, columns: number): Matrix =>
  matrix(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => index(2001) / 1000 - 1),
  );

const at = ({ values, offset, rowStride, columnStride }: Matrix, i: number, j: number) =>
  values[offset + i * rowStride + j * columnStride]!;

function byDefinition(left: Matrix, right: Matrix): number[] {
  return Array.from({ length: left.rows * right.columns }, (_, cell) => {
    const [i, j] = [Math.floor(cell / right.columns), cell % right.columns];
    let sum = 0;
    for (let k = 0; k < left.columns; k++) sum += at(left, i, k) * at(right, k, j);
    return sum;
  });
}

function expectClose(values: ArrayLike<number>, expected: ArrayLike<number>): void {
  const worst = Array.from(values, (value, i) => Math.abs(value - expected[i]!)).reduce((a, b) =>
    Math.max(a, b),
  );
  expect(worst).toBeLessThan(1e-11);
}

describe("products", () => {
  it.each([
    [1, 1, 1],
    [3, 5, 2],
    [64, 256, 128],
    [65, 257, 129],
    [70, 3, 131],
  ])("%i × %i × %i", (rows, depth, columns) => {
    const left = drawn(rows, depth);
    const right = drawn(depth, columns);
    expectClose(multiply(left, right).values, byDefinition(left, right));
  });

  it("sees transposes and parts through their strides", () => {
    const left = transposed(part(drawn(40, 30), 2, 3, 21, 17));
    const right = part(drawn(50, 50), 7, 5, 21, 33);
    expectClose(multiply(left, right).values, byDefinition(left, right));
  });

  it.each([5, 200, 300])("computes half of a symmetric one of %i", (size) => {
    const of = drawn(size, 40);
    expectClose(multiplySymmetric(of, transposed(of)).values, byDefinition(of, transposed(of)));
  });
});

it.each([1, 2, 31, 33, 150])("inverts a positive definite matrix of %i", (size) => {
  const of = drawn(size, size + 5);
  const definite = multiplySymmetric(of, transposed(of));
  for (let i = 0; i < size; i++) definite.values[i * (size + 1)]! += 1;
  const product = multiply(spdInverse(definite), definite);
  expectClose(
    product.values,
    Array.from({ length: size * size }, (_, cell) => (cell % (size + 1) === 0 ? 1 : 0)),
  );
});
