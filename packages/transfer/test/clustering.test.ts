import { describe, expect, it } from "vitest";
import { lloyd } from "../src/clustering/lloyd.js";
import { pointsOf, rowsAt } from "../src/clustering/points.js";
import { agglomerate, clusterCenters, cutTree, type KMeansProgress, kMeans } from "../src/index.js";
import { drawnFeatures } from "./drawn-features.js";
import golden from "./golden/clusters.json" with { type: "json" };

/** Numbers of groups in the order in which they come: two groupings are the same where these are. */
function inOrder(assignments: ArrayLike<number>): number[] {
  const numbers = new Map<number, number>();
  return Array.from(assignments, (group) => {
    if (!numbers.has(group)) numbers.set(group, numbers.size);
    return numbers.get(group)!;
  });
}

/** Relative. */
const near = (received: number, expected: number) =>
  expect(Math.abs(received - expected) / Math.abs(expected)).toBeLessThan(1e-9);

describe.each(golden.kMeans)(
  "k-means of $images images, $width features, from $start",
  ({ images, width, classes, seed, start, labels, inertia, iterations, center, tens }) => {
    const { features } = drawnFeatures(images, width, classes, seed);

    it("goes where scikit-learn goes", async () => {
      const points = pointsOf(features, width);
      const centers = rowsAt(points, start);
      const variance = points.squares.reduce((sum, square) => sum + square, 0) / features.length;
      const found = await lloyd(points, centers, {
        iterations: 300,
        tolerance: 1e-4 * variance,
        onRound() {},
      });
      expect([...found.assignments]).toEqual(labels);
      expect(found.iterations).toBe(iterations);
      near(found.inertia, inertia);
      for (const [j, value] of center.entries()) near(found.centers.values[j]! + points.mean[j]!, value);
    });

    it("finds, with ten starts, no less than scikit-learn with ten", async () => {
      const found = await kMeans(features, { width, clusters: start.length, restarts: 10 });
      expect(found.inertia).toBeLessThan(tens + 1e-6);
      const { centers, distances } = clusterCenters(features, found.assignments, { width });
      for (const [i, distance] of distances.entries()) expect(found.distances[i]).toBeCloseTo(distance, 6);
      for (const [i, value] of centers.entries()) expect(found.centers[i]).toBeCloseTo(value, 9);
    });
  },
);

describe("k-means", () => {
  const { features } = drawnFeatures(90, 5, 3, 3);

  it("is the same for the same seed, and tells how far it is", async () => {
    const rounds: string[] = [];
    const options = { width: 5, clusters: 4, restarts: 2, seed: 7 };
    const first = await kMeans(features, {
      ...options,
      onProgress: ({ start, starts, round }) => rounds.push(`${start}/${starts} ${round}`),
    });
    expect(await kMeans(features, options)).toEqual(first);
    expect(rounds[0]).toBe("1/2 1");
    expect(rounds.at(-1)).toMatch(/^2\/2 \d+$/);
  });

  it("of many images tries its starts on some, and ends where all of them are at rest", async () => {
    const width = 3;
    const { features: many } = drawnFeatures(9000, width, 4, 11);
    const starts = new Set<string>();
    const onProgress = (at: KMeansProgress) => starts.add(`${at.start} of ${at.starts}`);
    const found = await kMeans(many, { width, clusters: 4, restarts: 2, onProgress });
    expect([...starts]).toEqual(["1 of 3", "2 of 3", "3 of 3"]);
    const { centers, distances } = clusterCenters(many, found.assignments, { width });
    for (const [i, value] of centers.entries()) expect(found.centers[i]).toBeCloseTo(value, 1);
    const inertia = distances.reduce((sum, distance) => sum + distance ** 2, 0);
    expect(Math.abs(found.inertia / inertia - 1)).toBeLessThan(1e-3);
    const alone = await kMeans(many.subarray(0, 8000 * width), { width, clusters: 4, restarts: 5 });
    expect(found.inertia / 9000).toBeLessThan(1.05 * (alone.inertia / 8000));
  });

  it("ends where somebody ends it", async () => {
    const onProgress = () => Promise.reject(new Error("enough"));
    await expect(kMeans(features, { width: 5, clusters: 4, onProgress })).rejects.toThrow("enough");
  });

  it("has a cluster for each image where as many are asked for, and for images that are all alike", async () => {
    const each = await kMeans(features, { width: 5, clusters: 90 });
    expect(new Set(each.assignments).size).toBe(90);
    expect(each.inertia).toBeLessThan(1e-9);
    const alike = await kMeans(new Float32Array(60).fill(3), { width: 5, clusters: 3 });
    expect(alike.inertia).toBe(0);
  });

  it("says all that is wrong", async () => {
    const of = (given: unknown, options: object) => kMeans(given as Float32Array, options as never);
    await expect(of(features, { width: 5, clusters: 91 })).rejects.toThrow(
      "[imgcls/transfer] kMeans: expected at most 90 clusters of 90 images, received 91.",
    );
    await expect(of(features, { width: 7, clusters: 0.5, restart: 2 })).rejects.toThrow(
      /Did you mean "restarts".*kMeans.clusters to be a positive integer, received 0.5/,
    );
    await expect(of(features, { width: 7, clusters: 2 })).rejects.toThrow(
      "expected whole rows of 7 numbers, received 450 numbers",
    );
    await expect(of(Float32Array.of(1, 2, Number.NaN, 4), { width: 2, clusters: 2 })).rejects.toThrow(
      "expected finite features, received NaN for image 1",
    );
    await expect(of(features, { width: 5 })).rejects.toThrow("expected kMeans.clusters");
    await expect(of([1, 2], { width: 1, clusters: 2 })).rejects.toThrow("a Float32Array");
  });
});

describe.each(golden.trees)(
  "the tree of $images images, $width features, $linkage",
  ({ images, width, classes, seed, linkage, clusters, merges, labels }) => {
    const { features } = drawnFeatures(images, width, classes, seed);

    it("is SciPy's, and cut it is scikit-learn's", async () => {
      const found = await agglomerate(features, { width, linkage: linkage as "ward" });
      expect(found.map(({ first, second, size }) => [first, second, size])).toEqual(
        merges.map(([first, second, , size]) => [first, second, size]),
      );
      for (const [i, { height }] of found.entries()) near(height, merges[i]![2]!);
      expect([...cutTree(found, clusters)]).toEqual(inOrder(labels));
    });
  },
);

describe("a tree", () => {
  const { features } = drawnFeatures(40, 4, 3, 5);

  it("is cut where it can be", async () => {
    const merges = await agglomerate(features, { width: 4 });
    expect([...new Set(cutTree(merges, 1))]).toEqual([0]);
    expect([...cutTree(merges, 40)]).toEqual([...Array(40).keys()]);
    expect(() => cutTree(merges, 41)).toThrow("expected 1 to 40 clusters of 40 images, received 41");
    expect(cutTree(await agglomerate(features.subarray(0, 4), { width: 4 }), 1)).toEqual(Int32Array.of(0));
  });

  it("puts images that are the same together first, at no height", async () => {
    const twice = Float32Array.from([...features, ...features]);
    const merges = await agglomerate(twice, { width: 4, linkage: "average" });
    const pairs = merges.slice(0, 40);
    expect(pairs.map(({ first, second }) => second - first)).toEqual(Array(40).fill(40));
    for (const { height } of pairs) expect(height).toBeLessThan(1e-6);
  });

  it("of more images than memory has room for is refused", async () => {
    const many = new Float32Array(16_385);
    await expect(agglomerate(many, { width: 1 })).rejects.toThrow(
      "expected at most 16384 images, whose distances fit into memory, received 16385. Take fewer, or use kMeans",
    );
  });
});
