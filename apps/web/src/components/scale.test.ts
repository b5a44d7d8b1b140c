import { describe, expect, it } from "vitest";
import { accuracyScale, epochScale, scaleTo } from "./scale.js";

describe("scales", () => {
  it.each([
    [2.31, 4, [0, 1, 2, 3]],
    [0.9, 4, [0, 0.25, 0.5, 0.75, 1]],
    [0.04, 4, [0, 0.01, 0.02, 0.03, 0.04]],
  ])("to %d in about %d steps", (high, count, ticks) => expect(scaleTo(high, count).ticks).toEqual(ticks));

  it("of epochs have whole numbers and end where the training ends", () => {
    expect(epochScale(1, 8)).toEqual({ low: 0, high: 1, ticks: [0, 1] });
    expect(epochScale(10, 5)).toEqual({ low: 0, high: 10, ticks: [0, 2, 4, 6, 8, 10] });
    expect(epochScale(7, 4)).toEqual({ low: 0, high: 7, ticks: [0, 2, 4, 6] });
  });

  it("of accuracies begin where the lowest value of interest allows", () => {
    expect(accuracyScale([]).low).toBe(0);
    expect(accuracyScale([0.3, 0.99]).low).toBe(0);
    expect(accuracyScale([0.96, 0.99]).low).toBe(0.9);
  });
});
