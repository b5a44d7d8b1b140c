import { describe, expect, it } from "vitest";
import { spreadIndices } from "./spread-indices.js";

describe("spreadIndices", () => {
  it.each([25, 100, 240, 10_000, 60_000])("takes 24 different ones of %d, in order", (length) => {
    const indices = spreadIndices(length, 24);
    expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
    expect(indices).toHaveLength(24);
    expect(indices.at(-1)!).toBeLessThan(length);
  });

  it("shows every class of a sorted set, and most of one in which classes take turns", () => {
    const indices = spreadIndices(10_000, 24);
    expect(new Set(indices.map((index) => Math.floor(index / 1000))).size).toBe(10);
    expect(new Set(spreadIndices(240, 24).map((index) => index % 10)).size).toBeGreaterThan(6);
  });

  it("takes all of a small set", () => {
    expect(spreadIndices(3, 24)).toEqual([0, 1, 2]);
  });
});
