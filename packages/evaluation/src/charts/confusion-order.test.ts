import { expect, it } from "vitest";
import { sequence } from "../../test/fixtures.js";
import { confusionOrder, worstStretch } from "./confusion-order.js";

/** `pairs` of classes are mixed up so often; each class has 100 images. */
function matrixOf(
  classes: number,
  pairs: readonly (readonly [a: number, b: number, count: number])[],
): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [a, b, count] of pairs) matrix[a]![b]! += count;
  for (const [label, row] of matrix.entries()) row[label] = 100 - row.reduce((sum, count) => sum + count, 0);
  return matrix;
}

it("puts classes that are mixed up beside each other, and keeps the others as they are", () => {
  const order = confusionOrder(
    matrixOf(8, [
      [1, 6, 30],
      [6, 1, 20],
      [6, 3, 10],
    ]),
  );
  expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  const places = [1, 6, 3].map((label) => order.indexOf(label));
  expect([Math.abs(places[0]! - places[1]!), Math.abs(places[1]! - places[2]!)]).toEqual([1, 1]);
  expect(confusionOrder(matrixOf(5, []))).toEqual([0, 1, 2, 3, 4]);
  expect(confusionOrder([])).toEqual([]);
  expect(confusionOrder([[3]])).toEqual([0]);
});

it("finds groups that were shuffled", () => {
  const next = sequence(7);
  const groups = Array.from({ length: 120 }, (_, label) => ({ group: Math.floor(label / 6), key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ group }) => group);
  const matrix = groups.map((a, row) =>
    groups.map((b, column) =>
      row === column ? 60 : a === b ? 5 + Math.floor(6 * next()) : next() < 0.02 ? 1 : 0,
    ),
  );
  const ordered = confusionOrder(matrix).map((label) => groups[label]!);
  const changes = ordered.filter((group, i) => i > 0 && group !== ordered[i - 1]);
  expect(changes).toHaveLength(19);
});

it("takes a thousand classes", () => {
  const next = sequence(3);
  const pairs = Array.from(
    { length: 4000 },
    () => [Math.floor(1000 * next()), Math.floor(1000 * next()), 1] as const,
  );
  expect(new Set(confusionOrder(matrixOf(1000, pairs))).size).toBe(1000);
});

it("finds the stretch with the most mistakes, as trying them all does", () => {
  const next = sequence(5);
  const matrix = Array.from({ length: 30 }, () =>
    Array.from({ length: 30 }, () => Math.floor(10 * next() ** 3)),
  );
  const order = confusionOrder(matrix);
  const mistakes = (labels: readonly number[]) =>
    labels.flatMap((a) => labels.map((b) => (a === b ? 0 : matrix[a]![b]!))).reduce((a, b) => a + b, 0);
  for (const count of [1, 2, 7, 30]) {
    const stretches = Array.from({ length: 31 - count }, (_, start) => order.slice(start, start + count));
    expect(mistakes(worstStretch(matrix, order, count))).toBe(Math.max(...stretches.map(mistakes)));
  }
});
