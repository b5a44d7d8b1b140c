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
  const scores = Array.from({ length: 100 }, (_, i) => (i * 37) % 100);

  it("refuses at most the share", () => {
    expect(unknownThreshold(scores)).toEqual({ threshold: 94, refused: 0.05 });
    expect(unknownThreshold(scores, { refuse: 0.1 })).toEqual({ threshold: 89, refused: 0.1 });
    expect(unknownThreshold(scores, { refuse: 0 })).toEqual({ threshold: 99, refused: 0 });
    expect(unknownThreshold([1, 2, 3])).toEqual({ threshold: 3, refused: 0 });
    expect(unknownThreshold([1, 1, 1, 1], { refuse: 0.5 })).toEqual({ threshold: 1, refused: 0 });
  });

  it("says what is wrong", () => {
    expect(() => unknownThreshold([], { refuse: 1 })).toThrow(
      /refuse to be a share from 0 to below 1.*at least one image/,
    );
    expect(() => unknownThreshold([Number.NaN])).toThrow("expected finite scores");
  });
});
