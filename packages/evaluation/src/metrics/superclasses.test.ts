import { describe, expect, it } from "vitest";
import { accuracy } from "./accuracy.js";
import { hierarchicalAccuracy, toSuperclasses } from "./superclasses.js";

const superclasses = ["tree", "tree", "animal", "animal"];

describe("superclasses", () => {
  it("forgive a mistake within", () => {
    const input = { labels: [0, 0, 1, 2, 3], predicted: [0, 1, 2, 3, 3], weights: [1, 1, 1, 1, 4] };
    expect(hierarchicalAccuracy(input, superclasses)).toEqual({
      accuracy: 5 / 8,
      superclassAccuracy: 7 / 8,
      mistakesWithin: expect.closeTo(2 / 3, 12),
    });
    expect(accuracy(toSuperclasses(input, superclasses))).toBe(7 / 8);
  });

  it("are as likely as their classes together", () => {
    const input = { labels: [0, 3], probabilities: [0.3, 0.3, 0.4, 0, 0.25, 0.25, 0.25, 0.25] };
    const together = toSuperclasses(input, superclasses);
    expect(together).toEqual({
      labels: Int32Array.of(0, 1),
      probabilities: Float64Array.of(0.6, 0.4, 0.5, 0.5),
      classNames: ["tree", "animal"],
    });
    // The most likely class of the first sample is an animal.
    expect(hierarchicalAccuracy(input, superclasses).superclassAccuracy).toBe(0);
    expect(accuracy(together)).toBe(0.5);
  });

  it("have no share of mistakes where there are none", () => {
    expect(hierarchicalAccuracy({ labels: [1], predicted: [1] }, ["a", "b"]).mistakesWithin).toBeNaN();
  });

  it("must be one a class", () => {
    expect(() => hierarchicalAccuracy({ labels: [0], predicted: [2] }, ["a"])).toThrow(
      "expected superclasses to be a list of 3 texts, one a class",
    );
  });
});
