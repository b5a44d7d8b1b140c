import { describe, expect, it } from "vitest";
import { energy, neighbourDistance, uncertainty, unknownThreshold } from "../src/index.js";

describe("scores", () => {
  const logits = Float32Array.of(2, -1, 0, 0, 0, 0, 1000, 999, 0);

  it("energy is −ln Σ exp, also of great logits", () => {
    const [first, second, third] = energy(logits, 3);
    expect(first).toBeCloseTo(-Math.log(Math.exp(2) + Math.exp(-1) + 1), 12);
    expect(second).toBeCloseTo(-Math.log(3), 12);
    expect(third).toBeCloseTo(-1000 - Math.log(1 + Math.exp(-1)), 9);
  });

  it("uncertainty is what the greatest probability leaves", () => {
    const [first, second] = uncertainty(logits, 3);
    expect(first).toBeCloseTo(1 - Math.exp(2) / (Math.exp(2) + Math.exp(-1) + 1), 12);
    expect(second).toBeCloseTo(2 / 3, 12);
  });

  it("neighbourDistance is by the direction, not by the length", () => {
    const known = Float32Array.of(1, 0, 0, 5);
    const distances = neighbourDistance(Float32Array.of(30, 0, 1, 1, -1, 0, 0, 0), known, 2);
    expect([...distances]).toEqual([0, 1 - Math.SQRT1_2, 1, 1].map((value) => expect.closeTo(value, 12)));
  });
});

describe("unknownThreshold", () => {
  it("refuses at most the share", () => {
    const many = Array.from({ length: 1000 }, (_, i) => (i * 37) % 1000);
    expect(unknownThreshold(many)).toEqual({ threshold: 949, refused: 0.05 });
    expect(unknownThreshold(many, { refuse: 0.1 })).toEqual({ threshold: 899, refused: 0.1 });
    expect(unknownThreshold(many, { refuse: 0 })).toEqual({ threshold: 999, refused: 0 });
    expect(unknownThreshold([1, 1, 1, 1], { refuse: 0.4 })).toEqual({ threshold: 1, refused: 0 });
  });

  it("refuses fewer of few images: scipy.stats.binom.cdf(m, n, 0.1) <= 0.05", () => {
    // n: m. For 45: cdf(1) = 0.052, cdf(0) = 0.009.
    for (const [images, refused] of [
      [10, 0],
      [45, 0],
      [50, 1],
      [100, 4],
      [200, 10],
    ] as const) {
      const some = Array.from({ length: images }, (_, i) => i);
      expect(unknownThreshold(some).refused).toBeCloseTo(refused / images, 12);
    }
  });

  it("refuses as many as are asked for, where all may be", () => {
    const some = Array.from({ length: 100 }, (_, i) => i);
    for (const refuse of [0.5, 0.6, 0.9]) expect(unknownThreshold(some, { refuse }).refused).toBe(refuse);
  });

  it("is as careful with very many images", () => {
    const many = Array.from({ length: 20_000 }, (_, i) => i);
    // In whole numbers, Σ C(20000, k) 19^(20000 − k) / 20^20000 up to k = 949 is 0.049792, up to 950 it is 0.053274.
    expect(unknownThreshold(many, { refuse: 0.05, most: 0.05 }).refused).toBe(949 / 20_000);
  });

  it("says what is wrong", () => {
    expect(() => unknownThreshold([], { refuse: 1 })).toThrow(
      /refuse to be a share from 0 to below 1.*at least one image/,
    );
    expect(() => unknownThreshold([Number.NaN])).toThrow("expected finite scores");
  });
});
