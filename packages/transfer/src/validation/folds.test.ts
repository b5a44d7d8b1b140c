import { describe, expect, it } from "vitest";
import { groupProblems, judgedRows, NEVER_JUDGED, stratifiedFolds } from "./folds.js";

const examples = (labels: readonly number[]) => ({
  features: new Float32Array(labels.length),
  labels,
  classes: Math.max(...labels) + 1,
});
const of = (counts: readonly number[]) =>
  counts.flatMap((count, label) => new Array<number>(count).fill(label));

describe("stratifiedFolds", () => {
  it("spreads each class and all images evenly", () => {
    const labels = of([20, 7, 13]);
    const folds = stratifiedFolds(examples(labels), { folds: 5, seed: 3 });
    const count = (fold: number, label?: number) =>
      folds.filter((own, i) => own === fold && (label === undefined || labels[i] === label)).length;
    for (let fold = 0; fold < 5; fold++) {
      expect(count(fold)).toBe(8);
      expect(count(fold, 0)).toBe(4);
      expect([1, 2]).toContain(count(fold, 1));
      expect([2, 3]).toContain(count(fold, 2));
    }
  });

  it("never judges the only image of a class, and never holds out all of a class", () => {
    const labels = of([10, 2, 1]);
    const folds = stratifiedFolds(examples(labels), { folds: 5, seed: 0 });
    expect(folds[12]).toBe(NEVER_JUDGED);
    expect(folds[10]).not.toBe(folds[11]);
  });

  it("keeps the copies of an image together and judges the first", () => {
    const labels = of([9, 9]);
    const groups = labels.map((_, i) => Math.floor(i / 3));
    const folds = stratifiedFolds(examples(labels), { folds: 3, seed: 1, groups });
    for (let i = 0; i < labels.length; i++) expect(folds[i]).toBe(folds[i - (i % 3)]);
    const judged = [0, 1, 2].flatMap((fold) => judgedRows(folds, fold, groups)).sort((a, b) => a - b);
    expect(judged).toEqual([0, 3, 6, 9, 12, 15]);
  });

  it("is the same for the same seed", () => {
    const deal = (seed: number) => [...stratifiedFolds(examples(of([30, 30])), { folds: 5, seed })];
    expect(deal(7)).toEqual(deal(7));
    expect(deal(7)).not.toEqual(deal(8));
  });
});

it("refuses groups of several classes", () => {
  expect(groupProblems([0, 0, 1], [1, 2, 2])).toEqual([
    "expected one class a group, received 0 and 1 in group 2",
  ]);
  expect(groupProblems([0, 0, 1], [1, 2])).toEqual([
    "expected groups to be 3 numbers, one for each image, received 2",
  ]);
});
