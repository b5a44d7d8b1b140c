import { random } from "@imgcls/datasets";
import { expect, it } from "vitest";
import { umap } from "./umap.js";

const WIDTH = 10;

/** Groups around corners of a cube of ten dimensions, whose axes are of no use by themselves. */
function groupedRows(count: number): { rows: Float32Array; groups: number[] } {
  const draw = random(1, "rows");
  const groups = Array.from({ length: count }, (_, i) => i % 4);
  const rows = Float32Array.from({ length: count * WIDTH }, (_, i) => {
    const group = groups[Math.floor(i / WIDTH)]!;
    return 4 * random(2, group, i % WIDTH).integer(2) + 0.3 * draw.normal();
  });
  return { rows, groups };
}

it("puts what is alike together: the nearest point is of the same group", async () => {
  const { rows, groups } = groupedRows(80);
  const { method, coordinates } = await umap(rows, { width: WIDTH, seed: 0 });
  expect(method).toBe("UMAP");
  const distance = (a: number, b: number) =>
    Math.hypot(coordinates[2 * a]! - coordinates[2 * b]!, coordinates[2 * a + 1]! - coordinates[2 * b + 1]!);
  const nearest = groups.map((_, a) =>
    [...groups.keys()]
      .filter((b) => b !== a)
      .reduce((best, b) => (distance(a, b) < distance(a, best) ? b : best)),
  );
  expect(nearest.map((b) => groups[b])).toEqual(groups);
});

it("gives the same places for the same seed, others for another", async () => {
  const { rows } = groupedRows(40);
  const first = await umap(rows, { width: WIDTH, seed: 3 });
  expect(await umap(rows, { width: WIDTH, seed: 3 })).toEqual(first);
  expect(await umap(rows, { width: WIDTH, seed: 4 })).not.toEqual(first);
});

it("takes any number of rows, equal ones too, and stops when it is asked to", async () => {
  for (const count of [1, 2, 3, 4, 5, 17]) {
    const { coordinates } = await umap(new Float32Array(count * WIDTH).fill(1), { width: WIDTH, seed: 0 });
    expect(coordinates).toHaveLength(2 * count);
    expect(Array.from(coordinates).every(Number.isFinite)).toBe(true);
  }
  const { rows } = groupedRows(40);
  const stopped = umap(rows, { width: WIDTH, seed: 0, signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow(/abort/);
});
