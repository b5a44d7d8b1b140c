import { describe, expect, it } from "vitest";
import { expectAllClose } from "./all-close.js";

describe("expectAllClose", () => {
  it("allows a share of the largest magnitude, also for small elements", () => {
    expectAllClose([100, 0.009], [100, 0], 1e-4);
    expect(() => expectAllClose([100, 0.011], [100, 0], 1e-4)).toThrow(/element 1 is 0.011, expected 0/);
  });

  it("names the worst element", () => {
    expect(() => expectAllClose([1.1, 2.5, 3.1], [1, 2, 3], 1e-3, "weights")).toThrow(
      /weights: element 1 is 2.5, expected 2/,
    );
  });

  it("rejects NaN wherever it is, and other lengths", () => {
    expect(() => expectAllClose([Number.NaN, 1], [1, 1], 1)).toThrow(/element 0 is NaN/);
    expect(() => expectAllClose([1, Number.NaN], [1, 1], 1)).toThrow(/element 1 is NaN/);
    expect(() => expectAllClose([1], [1, 1], 1)).toThrow(/length/);
  });

  it("wants zeros to be zeros", () => {
    expectAllClose([0, 0], [0, 0], 1e-4);
    expect(() => expectAllClose([1e-9], [0], 1e-4)).toThrow(/element 0/);
  });
});
