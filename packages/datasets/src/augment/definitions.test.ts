/** The random part: which parameters are drawn, how often something happens, that nothing else decides. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { digest, digests, examples, noise } from "../../test/augmentation-examples.js";
import { type ImageShape, pixelsPerImage } from "../labeled-images.js";
import { random } from "../random.js";
import { type Augmentation, augmentationTypes } from "./augmentations.js";
import { createAugmenter } from "./augmenter.js";
import { colorJitter } from "./color-jitter.js";
import { cutout } from "./cutout.js";
import { randomHorizontalFlip, randomVerticalFlip } from "./flips.js";
import { randAugment } from "./rand-augment.js";
import { randomCrop } from "./random-crop.js";
import { randomErasing } from "./random-erasing.js";
import { randomGrayscale } from "./random-grayscale.js";
import { randomPerspective } from "./random-perspective.js";
import { randomRotation } from "./random-rotation.js";

function augmenter(augmentation: Augmentation, shape: ImageShape, image: Uint8Array) {
  const one = createAugmenter([augmentation], shape);
  return (index: number, epoch = 1, seed = 0) => {
    const out = new Uint8Array(pixelsPerImage(one.outputShape));
    one.apply(image, out, { random: random(seed, "augment", epoch, index), seed, epoch, index });
    return out;
  };
}

const share = (count: number, happens: (index: number) => boolean) =>
  Array.from({ length: count }, (_, index) => happens(index)).filter(Boolean).length / count;

describe.each(Object.values(examples))("$type", (augmentation) => {
  it.each([[[14, 11, 3]], [[14, 11, 1]], [[6, 6, 3]]] as [ImageShape][])(
    "changes images of %j, by seed, epoch and index alone",
    (shape) => {
      const image = noise(shape);
      const forwards = augmenter(augmentation, shape, image);
      const backwards = augmenter(augmentation, shape, image);
      const results = Array.from({ length: 30 }, (_, i) => forwards(i));
      const reversed = Array.from({ length: 30 }, (_, i) => backwards(29 - i)).reverse();
      expect(reversed).toEqual(results);
      expect(Array.from(image)).toEqual(Array.from(noise(shape)));
      const changed = results.filter((out) => out.some((level, i) => level !== image[i]));
      // A grey image has no colour to lose.
      if (augmentation.type !== "RandomGrayscale" || shape[2] === 3)
        expect(changed.length).toBeGreaterThan(5);
      expect(forwards(3, 2)).toEqual(augmenter(augmentation, shape, image)(3, 2));
    },
  );
});

it("has a row in the documentation for every type", () => {
  const text = readFileSync(new URL("../../../../docs/augmentation.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| `([A-Z]\w+)` \|/gm)].map(([, type]) => type!);
  expect(rows.sort()).toEqual([...augmentationTypes, "CutMix", "MixUp"].sort());
});

it.each(Object.entries(digests))("%s is the same on every platform", (type, expected) => {
  expect(digest(examples[type as Augmentation["type"]])).toBe(expected);
});

it("has an example of every type", () => {
  expect(Object.keys(examples).sort()).toEqual([...augmentationTypes].sort());
});

describe("how often something happens", () => {
  const shape: ImageShape = [8, 8, 3];
  const image = noise(shape);
  const unchanged = (out: Uint8Array) => out.every((level, i) => level === image[i]);

  it.each([
    randomHorizontalFlip(0.3),
    randomVerticalFlip(0.3),
    randomGrayscale(0.3),
    randomErasing({ p: 0.3, scale: [0.1, 0.2] }),
    randomPerspective({ p: 0.3, distortionScale: 1 }),
  ] as Augmentation[])("$type with probability $p", (augmentation) => {
    const apply = augmenter(augmentation, shape, image);
    expect(Math.abs(share(2000, (i) => !unchanged(apply(i))) - 0.3)).toBeLessThan(0.035);
  });

  it("crops every place equally often", () => {
    // The padding is 2: each of the 25 places shows another pixel in the upper left corner.
    const ramp = Uint8Array.from({ length: 64 }, (_, i) => i + 1);
    const apply = augmenter(randomCrop(8, { padding: 2 }), [8, 8, 1], ramp);
    const middles = new Map<number, number>();
    for (let i = 0; i < 5000; i++) {
      const level = apply(i)[4 * 8 + 4]!;
      middles.set(level, (middles.get(level) ?? 0) + 1);
    }
    expect(middles.size).toBe(25);
    for (const count of middles.values()) expect(Math.abs(count - 200)).toBeLessThan(60);
  });

  it("draws brightness uniformly from its range", () => {
    const flat = new Uint8Array(12).fill(100);
    const apply = augmenter(colorJitter({ brightness: [0.5, 1.5] }), [2, 2, 3], flat);
    const levels = Array.from({ length: 2000 }, (_, i) => apply(i)[0]!);
    expect(Math.min(...levels)).toBeGreaterThanOrEqual(50);
    expect(Math.max(...levels)).toBeLessThanOrEqual(150);
    for (const [from, to] of [
      [50, 75],
      [75, 100],
      [100, 125],
      [125, 150],
    ] as const) {
      const within = levels.filter((level) => level >= from && level < to).length / 2000;
      expect(Math.abs(within - 0.25)).toBeLessThan(0.04);
    }
  });

  it("adjusts colours in every order", () => {
    const flat = Uint8Array.of(200, 60, 20);
    // Fixed factors: only the order is random, and each of the 6 orders has a result of its own.
    const spec = colorJitter({ brightness: [2, 2], contrast: [0.3, 0.3], saturation: [3, 3] });
    const apply = augmenter(spec, [1, 1, 3], flat);
    const results = new Set(Array.from({ length: 300 }, (_, i) => apply(i).join()));
    expect(results.size).toBeGreaterThanOrEqual(4);
  });

  it("rotates to both sides alike, within the range", () => {
    const shape: ImageShape = [21, 21, 1];
    const bar = new Uint8Array(441);
    for (let y = 0; y < 10; y++) bar[y * 21 + 10] = 255;
    const apply = augmenter(randomRotation(45), shape, bar);
    // The upper end of the bar moves to the left (counter-clockwise) or to the right.
    const ends = Array.from({ length: 600 }, (_, i) => apply(i).findIndex((level) => level > 0) % 21);
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...ends)).toBeLessThanOrEqual(18);
    const left = ends.filter((x) => x < 10).length;
    const right = ends.filter((x) => x > 10).length;
    expect(Math.abs(left - right)).toBeLessThan(90);
  });

  it("erases boxes of the given area", () => {
    const white = new Uint8Array(32 * 32).fill(255);
    const apply = augmenter(randomErasing({ p: 1, scale: [0.1, 0.2], ratio: [1, 1] }), [32, 32, 1], white);
    for (let i = 0; i < 300; i++) {
      const erased = apply(i).filter((level) => level === 0).length / 1024;
      expect(erased).toBeGreaterThan(0.085);
      expect(erased).toBeLessThan(0.215);
    }
  });

  it("cuts squares out around random pixels, cut off at the edge", () => {
    const white = new Uint8Array(32 * 32).fill(255);
    const apply = augmenter(cutout(16), [32, 32, 1], white);
    const areas = Array.from({ length: 1000 }, (_, i) => apply(i).filter((level) => level === 0).length);
    expect(Math.max(...areas)).toBe(256);
    expect(Math.min(...areas)).toBeLessThan(90);
    // Every row loses 16 on average but for the edges: (17·16 + 2·(8 + … + 15) − 8 + …) / 32 ≈ 14 each way.
    const mean = areas.reduce((sum, area) => sum + area, 0) / 1000;
    expect(Math.abs(mean - 14 * 14)).toBeLessThan(8);
  });

  it("takes each of RandAugment's 14 operations equally often", () => {
    const apply = augmenter(randAugment({ numOps: 1, magnitude: 30 }), shape, image);
    // Only Identity gives the image back; AutoContrast nearly does, because noise uses almost all levels.
    const identities = share(4000, (i) => unchanged(apply(i)));
    expect(identities).toBeGreaterThan(1 / 14 - 0.015);
    expect(identities).toBeLessThan(3 / 14 + 0.015);
  });
});
