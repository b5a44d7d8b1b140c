import { describe, expect, it } from "vitest";
import { along, lossScale, roundScale, scaleTo, shareScale, wholeScale } from "./scale.js";

describe("scales", () => {
  it.each([
    [2.31, 4, [0, 1, 2, 3]],
    [0.9, 4, [0, 0.25, 0.5, 0.75, 1]],
    [0.04, 4, [0, 0.01, 0.02, 0.03, 0.04]],
    [0, 4, [0, 0.25, 0.5, 0.75, 1]],
  ])("to %d in about %d steps", (high, count, ticks) => expect(scaleTo(high, count).ticks).toEqual(ticks));

  it.each([
    [-0.24, 0.41, [-0.4, -0.2, 0, 0.2, 0.4, 0.6]],
    [3, 3, [2.6, 2.8, 3, 3.2, 3.4]],
    [1e15, 1e15 + 0.1, [9e14, 9.5e14, 1e15, 1.05e15, 1.1e15]],
  ])("from %d to %d end at round numbers", (low, high, ticks) =>
    expect(roundScale(low, high, 4).ticks).toEqual(ticks),
  );

  it("of whole numbers end where these end", () => {
    expect(wholeScale(0, 1, 8)).toEqual({ low: 0, high: 1, ticks: [0, 1] });
    expect(wholeScale(0, 10, 5)).toEqual({ low: 0, high: 10, ticks: [0, 2, 4, 6, 8, 10] });
    expect(wholeScale(0, 7, 4)).toEqual({ low: 0, high: 7, ticks: [0, 2, 4, 6] });
    expect(wholeScale(1, 60, 8)).toEqual({ low: 1, high: 60, ticks: [10, 20, 30, 40, 50, 60] });
    expect(wholeScale(4, 4, 8)).toEqual({ low: 3, high: 5, ticks: [4] });
  });

  it("of accuracies begin where the lowest value of interest allows", () => {
    expect(shareScale([]).low).toBe(0);
    expect(shareScale([0.3, 0.99]).low).toBe(0);
    expect(shareScale([0.96, 0.99]).low).toBe(0.9);
  });

  it("become pixels, in either direction", () => {
    expect([2, 3, 4].map(along({ low: 2, high: 4 }, 100, 0))).toEqual([100, 50, 0]);
  });
});

describe("the scale of losses", () => {
  const decay = (epochs: number, first: number, rate: number) =>
    Array.from({ length: epochs }, (_, i) => first * rate ** i);
  const endOf = (losses: readonly number[]) => lossScale(losses, 4).high;

  it("shows usual ones whole, however steep they start", () => {
    expect(endOf([])).toBe(1);
    expect(endOf([2.3])).toBe(3);
    expect(endOf(decay(60, 2.3, 0.8))).toBe(3);
    expect(endOf(decay(90, 6.9, 0.97))).toBe(8);
    expect(endOf([0.1, 0.1, 4])).toBe(4);
  });

  it("ends below one spike, at a round number above all other values", () => {
    expect(lossScale([...decay(20, 1.1, 0.95), 1_834_201], 4).ticks).toEqual([0, 0.5, 1, 1.5]);
    expect(endOf([21_802, 0.9, 0.8, 0.79, 0.7])).toBe(1);
  });

  it("is whole where most values are large", () => {
    expect(endOf([1, 500, 20_000, 60_000, 1_000_000])).toBe(1_000_000);
  });
});
