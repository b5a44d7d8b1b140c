import { expect, it } from "vitest";
import { crossValidate, learningCurve } from "../src/index.js";
import { accuracyInterval } from "../src/validation/interval.js";
import { drawnFeatures } from "./drawn-features.js";

const { features, labels } = drawnFeatures(120, 40, 3, 11);

it("crossValidate repeats the folds, and its interval is around its accuracy", () => {
  const { accuracy, interval, folds } = crossValidate(features, labels, {
    classes: 3,
    strength: 0.01,
    repeats: 3,
  });
  expect(folds).toHaveLength(15);
  expect(accuracy).toBeCloseTo(folds.reduce((sum, value) => sum + value, 0) / 15, 12);
  expect(interval[0]).toBeLessThan(accuracy);
  expect(interval[1]).toBeGreaterThan(accuracy);
});

it("learningCurve learns more from more images", () => {
  const curve = learningCurve(features, labels, { classes: 3 });
  expect(curve.map(({ perClass }) => perClass)).toEqual([5, 10, 20, 32]);
  expect(curve.map(({ images }) => images)).toEqual([15, 30, 60, 96]);
  expect(curve.at(-1)!.accuracy).toBeGreaterThan(curve[0]!.accuracy);
  for (const { accuracy, interval } of curve) {
    expect(interval[0]).toBeLessThanOrEqual(accuracy);
    expect(interval[1]).toBeGreaterThanOrEqual(accuracy);
  }
});

it("learningCurve takes as many images of a class as it has", () => {
  const few = [...Array(20).keys()].map((i) => i * 3).concat([1, 4, 7]);
  const chosen = Float32Array.from(few.flatMap((row) => [...features.subarray(row * 40, row * 40 + 40)]));
  const [, last] = learningCurve(
    chosen,
    few.map((row) => labels[row]!),
    { classes: 2, sizes: [5] },
  );
  expect(last).toMatchObject({ perClass: 16 });
});

it("learningCurve learns from two images of a class, of which one is judged", () => {
  const rows = [0, 3, 1];
  const chosen = Float32Array.from(rows.flatMap((row) => [...features.subarray(row * 40, row * 40 + 40)]));
  const ofThree = rows.map((row) => labels[row]!);
  expect(learningCurve(chosen, ofThree, { classes: 2, folds: 2 })).toMatchObject([
    { perClass: 1, images: 2, strength: 1e-3 },
  ]);
});

it("an interval is Nadeau and Bengio's, and Wilson's where all trainings are equally good", () => {
  // scipy.stats: t.ppf(.975, 9) * sqrt((1/10 + 1/4) * var(ddof=1)) around the mean
  const accuracies = [0.5, 0.9, 0.7, 0.8, 0.6, 0.7, 0.9, 0.5, 0.8, 0.6];
  const [low, high] = accuracyInterval(accuracies, 1e6, 1 / 4);
  expect(low).toBeCloseTo(0.5004, 3);
  expect(high).toBeCloseTo(0.8996, 3);
  // statsmodels.stats.proportion.proportion_confint(50, 50, method="wilson")
  expect(accuracyInterval([1, 1, 1], 50, 1 / 2)).toEqual([expect.closeTo(0.92865, 4), 1]);
});
