import { describe, expect, it } from "vitest";
import type { Batch } from "../batches.js";
import type { ImageShape } from "../labeled-images.js";
import { random } from "../random.js";
import { symmetricBeta } from "./beta.js";
import { createMixer, cutMix, mixUp } from "./mix.js";

const shape: ImageShape = [8, 10, 2];
const batchOf = (levels: readonly number[]): Batch => ({
  images: Uint8Array.from(levels.flatMap((level) => new Array<number>(160).fill(level))),
  labels: Int32Array.from(levels.keys()),
  indices: Uint32Array.from(levels.keys()),
  size: levels.length,
});

describe("symmetricBeta", () => {
  // Quantiles of Beta(alpha, alpha) from scipy.stats.beta.ppf([0.05, 0.25, 0.75, 0.95], alpha, alpha).
  it.each([
    [0.2, [7.74388579e-6, 2.38147188e-2, 9.76185281e-1, 9.99992256e-1]],
    [1, [0.05, 0.25, 0.75, 0.95]],
    [4, [0.22532158, 0.37884844, 0.62115156, 0.77467842]],
  ])("is distributed as Beta(alpha, alpha), alpha %s", (alpha, quantiles) => {
    const stream = random(1, "beta", alpha);
    const values = Array.from({ length: 20_000 }, () => symmetricBeta(stream, alpha));
    const below = quantiles.map((quantile) => values.filter((value) => value <= quantile).length / 20_000);
    [0.05, 0.25, 0.75, 0.95].forEach((expected, i) => {
      expect(Math.abs(below[i]! - expected)).toBeLessThan(0.012);
    });
  });

  it("stays within 0 and 1 for tiny alphas", () => {
    const stream = random(2);
    for (let i = 0; i < 1000; i++) {
      const value = symmetricBeta(stream, 1e-3);
      expect(value >= 0 && value <= 1).toBe(true);
    }
  });
});

describe("createMixer", () => {
  it("blends neighbours and their labels in the same proportion with MixUp", () => {
    const mix = createMixer([mixUp()], { shape, classes: 3 });
    const { images, softLabels, labels } = mix(batchOf([0, 100, 200]), random(3));
    const share = softLabels[0]!;
    const expected = [200 * (1 - share), 100 * share, 200 * share + 100 * (1 - share)];
    expected.forEach((level, i) => {
      expect(Math.abs(images[i * 160]! - level)).toBeLessThanOrEqual(0.5);
      expect(new Set(images.subarray(i * 160, (i + 1) * 160)).size).toBe(1);
    });
    const other = Math.fround(1 - share);
    for (const [row, own, neighbour] of [
      [0, 0, 2],
      [1, 1, 0],
      [2, 2, 1],
    ] as const) {
      expect(softLabels[row * 3 + own]).toBe(share);
      expect(softLabels[row * 3 + neighbour]).toBeCloseTo(other, 6);
    }
    expect(Array.from(labels)).toEqual([0, 1, 2]);
  });

  it("labels by the area of the box with CutMix", () => {
    const mix = createMixer([cutMix()], { shape, classes: 2 });
    for (let i = 0; i < 200; i++) {
      const { images, softLabels } = mix(batchOf([10, 20]), random(4, i));
      const own = images.subarray(0, 160).filter((level) => level === 10).length / 160;
      expect(softLabels[0]).toBeCloseTo(own, 6);
      expect(softLabels[1]).toBeCloseTo(1 - own, 6);
      expect(images.subarray(160).filter((level) => level === 20).length / 160).toBe(own);
    }
  });

  it("draws one of several ways for each batch", () => {
    const mix = createMixer([mixUp(), cutMix()], { shape, classes: 2 });
    const levels = Array.from(
      { length: 100 },
      (_, i) => new Set(mix(batchOf([0, 200]), random(5, i)).images),
    );
    const blended = levels.filter((set) => [...set].some((level) => level !== 0 && level !== 200)).length;
    expect(blended).toBeGreaterThan(30);
    expect(blended).toBeLessThan(70);
  });

  it("gives the same for the same stream, and leaves the batch as it is", () => {
    const mix = createMixer([mixUp(0.2), cutMix(0.5)], { shape, classes: 4 });
    const batch = batchOf([1, 90, 30, 255]);
    const before = batch.images.slice();
    expect(mix(batch, random(6, 1))).toEqual(mix(batch, random(6, 1)));
    expect(batch.images).toEqual(before);
  });

  it("keeps a batch of one image as it is", () => {
    const { images, softLabels } = createMixer([mixUp()], { shape, classes: 2 })(batchOf([40]), random(7));
    expect(new Set(images)).toEqual(new Set([40]));
    expect(Array.from(softLabels)).toEqual([1, 0]);
  });

  it("reports everything that is wrong", () => {
    expect(() => createMixer([mixUp(0), { type: "Mix" as never }], { shape, classes: 0 })).toThrow(
      /alpha.*above 0.*received 0.*unknown mix "Mix".*classes.*received 0/,
    );
  });
});
