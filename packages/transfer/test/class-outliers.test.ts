import { describe, expect, it } from "vitest";
import { classOutliers } from "../src/index.js";
import { randomIndices } from "../src/random.js";

const WIDTH = 6;
const index = randomIndices(3);
const noise = () => index(2001) / 1000 - 1;

/** Two classes around directions of their own, 40 images each. */
function drawn() {
  const labels = Array.from({ length: 80 }, (_, i) => i % 2);
  const rows = labels.map((label) =>
    Array.from({ length: WIDTH }, (_, j) => (j === label ? 5 : 0) + 0.5 * noise()),
  );
  return { labels, rows };
}

const features = (rows: readonly number[][]) => Float32Array.from(rows.flat());

/** By the definition: all cosines, sorted. */
function distanceOf(rows: readonly number[][], labels: readonly number[], at: number, k: number): number {
  const length = (row: readonly number[]) => Math.hypot(...row);
  const cosines = rows.flatMap((row, i) =>
    i === at || labels[i] !== labels[at]
      ? []
      : [row.reduce((sum, value, j) => sum + value * rows[at]![j]!, 0) / length(row) / length(rows[at]!)],
  );
  return 1 - cosines.sort((a, b) => b - a)[k - 1]!;
}

describe("classOutliers", () => {
  it("finds what points elsewhere, a few of a kind too, and nothing else", async () => {
    const { labels, rows } = drawn();
    const planted = [4, 10, 31];
    for (const at of planted) rows[at] = rows[at]!.map((_, j) => (j === 4 ? 3 : 0.3 * noise()));
    const found = await classOutliers(features(rows), labels, { classes: 2 });
    expect(found.map((outlier) => outlier.index).sort((a, b) => a - b)).toEqual(planted);
    for (const { index: at, distance } of found)
      expect(distance).toBeCloseTo(distanceOf(rows, labels, at, 5), 6);
    const ratios = found.map(({ distance, usual }) => distance / usual);
    expect(ratios).toEqual(ratios.toSorted((a, b) => b - a));
  });

  it("says nothing of classes that are alike, small, or all the same", async () => {
    const { labels, rows } = drawn();
    expect(await classOutliers(features(rows), labels, { classes: 2 })).toEqual([]);
    const same = Float32Array.from({ length: 60 * WIDTH }, (_, i) => i % WIDTH);
    const halves = Array.from({ length: 60 }, (_, i) => i % 2);
    expect(await classOutliers(same, halves, { classes: 2 })).toEqual([]);
    rows[0] = rows[0]!.map((value) => -value);
    const few = features(rows.slice(0, 30));
    expect(await classOutliers(few, labels.slice(0, 30), { classes: 2 })).toEqual([]);
  });

  it("can be ended, and says all that is wrong", async () => {
    const { labels, rows } = drawn();
    const onProgress = () => Promise.reject(new Error("enough"));
    await expect(classOutliers(features(rows), labels, { classes: 2, onProgress })).rejects.toThrow("enough");
    await expect(classOutliers(features(rows), labels, { classes: 1, neighbours: 0 })).rejects.toThrow(
      /classOutliers.classes.*classOutliers.neighbours/,
    );
  });
});
