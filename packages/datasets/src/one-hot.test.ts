import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromOneHot, oneHot } from "./one-hot.js";

describe("oneHot", () => {
  it("has a 1 at the label", () => {
    expect(Array.from(oneHot([2, 0], 3))).toEqual([0, 0, 1, 1, 0, 0]);
  });

  it("comes back through fromOneHot", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6 })), (labels) => {
        expect(Array.from(fromOneHot(oneHot(labels, 7), 7))).toEqual(labels);
      }),
    );
  });

  it("refuses labels outside the classes", () => {
    expect(() => oneHot([0, 3], 3)).toThrow(/from 0 to 2, received 3 at position 1/);
    expect(() => oneHot([0.5], 3)).toThrow(/received 0.5/);
    expect(() => oneHot([0], 0)).toThrow(/positive number of classes, received 0/);
  });
});

it("fromOneHot takes the largest value, the first of equal ones", () => {
  expect(Array.from(fromOneHot([0.1, 0.6, 0.3, 0.5, 0.5, 0], 3))).toEqual([1, 0]);
  expect(() => fromOneHot([1, 2, 3, 4], 3)).toThrow(/rows of 3 values, received 4/);
});
