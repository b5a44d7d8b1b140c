import { expect, it } from "vitest";
import { hasFiniteWeights } from "./finite-weights.js";

const LENGTH = (1 << 20) + 3;

it("finds the one weight that is no number, wherever it is", async () => {
  const values = Float32Array.from({ length: LENGTH }, (_, i) => (i % 3) * -1e38);
  const weights = new Map([
    ["first", Float32Array.of(1, -0)],
    ["none", new Float32Array()],
    ["last", values],
  ]);
  expect(await hasFiniteWeights(weights)).toBe(true);
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    for (const at of [0, LENGTH - 4, LENGTH - 1]) {
      const kept = values[at]!;
      values[at] = wrong;
      expect(await hasFiniteWeights(weights)).toBe(false);
      values[at] = kept;
    }
  }
});
