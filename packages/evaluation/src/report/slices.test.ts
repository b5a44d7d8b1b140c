import { expect, it } from "vitest";
import { digits, fakePredictions } from "../../test/fixtures.js";
import { evaluate } from "../evaluate.js";
import { wilsonInterval } from "../statistics/wilson.js";
import { slicesOf } from "./slices.js";

const samples = 1000;
const predictions = fakePredictions(samples, digits, 3);
const evaluation = evaluate(predictions);
const isRight = (index: number) => {
  const row = [...predictions.probabilities.subarray(10 * index, 10 * index + 10)];
  return row.indexOf(Math.max(...row)) === predictions.labels[index];
};
const ends = ["darkest", "brightest"] as const;

it("cuts a property into five parts of the same size, and finds the one that is worse", () => {
  // Wrong answers first, but for every third, so that the dark images are worse.
  const values = Array.from(
    { length: samples },
    (_, i) => (isRight(i) || i % 3 === 0 ? 100 : 0) + i / samples,
  );
  const slices = slicesOf([{ name: "Brightness", ends, values }], evaluation, predictions);
  const bright = slices.filter(({ by }) => by === "Brightness");
  expect(bright.map(({ name }) => name)).toEqual(["darkest", "2 of 5", "3 of 5", "4 of 5", "brightest"]);
  expect(bright.map(({ images }) => images)).toEqual([200, 200, 200, 200, 200]);
  for (const { range, images, accuracy, interval } of bright) {
    const inside = Array.from({ length: samples }, (_, i) => i).filter(
      (i) => values[i]! >= range![0] && values[i]! <= range![1],
    );
    expect(inside).toHaveLength(images);
    const right = inside.filter(isRight).length;
    expect(accuracy).toBe(right / images);
    const { low, high } = wilsonInterval(right, images);
    expect(interval).toEqual([low, high]);
  }
  expect(bright.map(({ isWorse }) => isWorse)).toEqual([true, false, false, false, false]);
});

it("has a slice for each class: its recall", () => {
  const slices = slicesOf([], evaluation, predictions);
  expect(slices.map(({ by, name }) => [by, name])).toEqual(digits.map((name) => ["Class", name]));
  expect(slices.map(({ accuracy }) => accuracy)).toEqual(evaluation.perClass.map(({ recall }) => recall));
});

it("keeps equal values together, passes over unknown ones, and says nothing where all are alike", () => {
  const of = (value: (index: number) => number) =>
    slicesOf(
      [{ name: "Brightness", ends, values: Array.from({ length: samples }, (_, i) => value(i)) }],
      evaluation,
      predictions,
    ).filter(({ by }) => by === "Brightness");
  expect(of((i) => i % 2).map(({ range, images }) => [range, images])).toEqual([
    [[0, 0], 500],
    [[1, 1], 500],
  ]);
  expect(of(() => 7)).toEqual([]);
  expect(of((i) => (i < 100 ? i : Number.NaN)).map(({ images }) => images)).toEqual([20, 20, 20, 20, 20]);
});
