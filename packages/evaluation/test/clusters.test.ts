import { describe, expect, it } from "vitest";
import { clusteringScores, clusterReportData, imagesOfClusters, renderClusters } from "../src/index.js";
import { fakeImages, fakePoints, unbalancedTags } from "./fixtures.js";

const images = 120;
const shape = [8, 8, 1] as const;
const classNames = ["cat", "<b>dog</b>", "snow leopard"];
const { coordinates, groups } = fakePoints(images, 3);
/** Each third group has a few images of the first class. */
const labels = groups.map((group, i) => (i % 10 === 0 ? 0 : group));
const distances = groups.map((_, i) => (i * 37) % 101);
const input = {
  title: "Clusters of folder:photos",
  subtitle: "k-means, by pixels",
  clusters: groups,
  distances,
  labels,
  classNames,
  features: Float32Array.from(coordinates),
  width: 2,
};
const stack = { images: fakeImages(images, shape), shape };
const data = clusterReportData(input);
const count = (page: string, part: string): number => page.split(part).length - 1;

describe("the report of clusters", () => {
  it("has the scores, and of each cluster its commonest class and the one that it stands for", () => {
    const { classOf, ...scores } = clusteringScores({ labels, clusters: groups });
    expect(data.scores).toEqual(scores);
    for (const [cluster, { size, commonest, matched }] of data.clusters.entries()) {
      const members = labels.filter((_, i) => groups[i] === cluster);
      expect(size).toBe(members.length);
      expect(matched).toBe(classNames[classOf.get(cluster)!]);
      const ofClass = members.filter((label) => classNames[label] === commonest!.class).length;
      expect(commonest!.share).toBe(ofClass / size);
      for (const label of [0, 1, 2])
        expect(members.filter((other) => other === label).length).toBeLessThanOrEqual(ofClass);
    }
  });

  it("shows the nearest 18 of each, and the farthest 6 of the others", () => {
    for (const [cluster, { nearest, farthest }] of data.clusters.entries()) {
      const ascending = groups
        .flatMap((group, i) => (group === cluster ? [distances[i]!] : []))
        .sort((a, b) => a - b);
      expect(nearest.map((i) => distances[i])).toEqual(ascending.slice(0, 18));
      expect(farthest.map((i) => distances[i])).toEqual(ascending.slice(-6).reverse());
    }
    const shown = imagesOfClusters(data);
    expect(new Set(shown).size).toBe(3 * 24);
  });

  it("draws all images, which keep their distances where they have two features", () => {
    const { indices, coordinates: drawn, explained = [] } = data.points!;
    expect(indices).toHaveLength(images);
    expect(explained[0]! + explained[1]!).toBeCloseTo(1, 10);
    const between = (points: ArrayLike<number>, a: number, b: number) =>
      Math.hypot(points[2 * a]! - points[2 * b]!, points[2 * a + 1]! - points[2 * b + 1]!);
    expect(between(drawn, 0, 7)).toBeCloseTo(between(coordinates, 0, 7), 5);
  });

  it("is a page that needs nothing but itself", () => {
    const page = renderClusters({ ...input, ...stack });
    expect(unbalancedTags(page)).toEqual([]);
    expect(renderClusters({ ...input, ...stack }, data)).toBe(page);
    expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /https?:|<script|<link|<b>dog/,
    );
    expect(count(page, "<img src=")).toBe(72);
    expect(count(page, "<svg")).toBe(2);
    expect(page).toContain("120 images in 3 clusters");
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(id);
  });

  it("does without classes, features and names, and with the shown images alone", () => {
    const { labels: _, classNames: __, features, width, ...plain } = input;
    const bare = clusterReportData(plain);
    expect(bare).not.toHaveProperty("scores");
    expect(bare).not.toHaveProperty("points");
    const shown = new Map(
      imagesOfClusters(bare).map((index) => [index, stack.images.subarray(64 * index, 64 * index + 64)]),
    );
    const page = renderClusters({ ...plain, images: shown, shape });
    expect(unbalancedTags(page)).toEqual([]);
    expect(page).toBe(renderClusters({ ...plain, ...stack }));
    expect(page).toContain(">Image 0<");
    expect(page).not.toContain("Purity");
    shown.delete(bare.clusters[0]!.nearest[0]!);
    expect(() => renderClusters({ ...plain, images: shown, shape })).toThrow(
      /images has no bytes of image \d+/,
    );
  });

  it("says all that does not fit", () => {
    const wrong = { title: "x", clusters: [0, 0.5], distances: [1], labels: [0, 3], classNames: ["a"] };
    expect(() => clusterReportData(wrong)).toThrow(
      "[imgcls/evaluation] Cannot report clusters: expected clusters from 0 to 1, received 0.5 for image 1; distances has 1 values, expected 2; expected labels from 0 to 0, received 3 for image 1.",
    );
    expect(() => clusterReportData({ title: "x", clusters: [], distances: [] })).toThrow("clusters is empty");
    expect(() => renderClusters({ ...input, images: new Uint8Array(3), shape })).toThrow(
      "images has 3 bytes",
    );
  });
});
