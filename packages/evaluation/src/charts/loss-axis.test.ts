import { expect, it } from "vitest";
import { clippedAxis } from "./loss-axis.js";

const decay = (epochs: number, first: number, rate: number) =>
  Array.from({ length: epochs }, (_, i) => first * rate ** i);

it("shows usual losses whole, however steep they start", () => {
  expect(clippedAxis([])).toBeUndefined();
  expect(clippedAxis([2.3])).toBeUndefined();
  expect(clippedAxis(decay(60, 2.3, 0.8))).toBeUndefined();
  expect(clippedAxis(decay(90, 6.9, 0.97))).toBeUndefined();
  expect(clippedAxis([0.1, 0.1, 4])).toBeUndefined();
});

it("ends below one spike, at a round number above all other values", () => {
  expect(clippedAxis([...decay(20, 1.1, 0.95), 1_834_201])).toEqual({ max: 1.5, interval: 0.5 });
  expect(clippedAxis([21_802, 0.9, 0.8, 0.79, 0.7])).toEqual({ max: 1, interval: 0.25 });
});

it("is no help where most values are large", () => {
  expect(clippedAxis([1, 500, 20_000, 60_000, 1_000_000])).toBeUndefined();
});
