import { expect, it } from "vitest";
import { topPredictions } from "./top-predictions.js";

const classNames = ["cat", "dog", "owl"];

it("sorts the classes of one row, equal ones in class order", () => {
  expect(topPredictions(Float32Array.of(0.25, 0.5, 0.25), classNames, 2)).toEqual([
    { class: "dog", probability: 0.5 },
    { class: "cat", probability: 0.25 },
  ]);
});

it("gives every class when there are fewer than k", () => {
  expect(topPredictions([0.1, 0.2, 0.7], classNames)).toHaveLength(3);
});

it("refuses more than one row", () => {
  expect(() => topPredictions(new Float32Array(6), classNames)).toThrow(
    "received 6 probabilities for 3 classes",
  );
});
