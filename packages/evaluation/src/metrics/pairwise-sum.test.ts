import { expect, it } from "vitest";
import { pairwiseSum } from "./pairwise-sum.js";

it("adds every term once, whatever the number of terms", () => {
  for (let length = 0; length <= 600; length++) {
    const terms = Array.from({ length }, (_, index) => index + 1);
    expect(pairwiseSum(terms)).toBe((length * (length + 1)) / 2);
  }
});

/** numpy.sum of 1, 1/2, 1/3, …, to the last bit; adding from left to right ends in other digits. */
it.each([
  [7, 2.5928571428571425],
  [8, 2.7178571428571425],
  [100, 5.187377517639621],
  [129, 5.440899030573669],
  [1000, 7.485470860550345],
])("adds %d reciprocals in NumPy's order", (length, expected) => {
  expect(pairwiseSum(Array.from({ length }, (_, index) => 1 / (index + 1)))).toBe(expected);
});
