import { describe, expect, it } from "vitest";
import { AugmentationError } from "../errors.js";
import type { ImageShape } from "../labeled-images.js";
import { random } from "../random.js";
import type { Draw } from "./augmentation.js";
import { createAugmenter } from "./augmenter.js";
import { alternatingFlip, randomHorizontalFlip, randomVerticalFlip } from "./flips.js";
import { randomCrop } from "./random-crop.js";

const draw = (index: number, epoch = 1, seed = 0): Draw => ({
  random: random(seed, "augment", epoch, index),
  seed,
  epoch,
  index,
});
const shape: ImageShape = [2, 3, 1];
const image = Uint8Array.of(1, 2, 3, 4, 5, 6);
const apply = (augmenter: ReturnType<typeof createAugmenter>, one: Draw, input = image) => {
  const out = new Uint8Array(augmenter.outputShape.reduce((a, b) => a * b));
  augmenter.apply(input, out, one);
  return Array.from(out);
};

describe("createAugmenter", () => {
  it("copies without augmentations", () => {
    expect(apply(createAugmenter([], shape), draw(0))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("applies them in order, from buffer to buffer, and leaves the image as it is", () => {
    const augmenter = createAugmenter(
      [randomHorizontalFlip(1), randomVerticalFlip(1), randomCrop([2, 5], { padding: [1, 0], fill: 9 })],
      shape,
    );
    expect(augmenter.outputShape).toEqual([2, 5, 1]);
    expect(apply(augmenter, draw(0))).toEqual([9, 6, 5, 4, 9, 9, 3, 2, 1, 9]);
    expect(Array.from(image)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("is the same for the same seed, epoch and index, and differs otherwise", () => {
    const augmenter = createAugmenter([randomCrop(3, { padding: 2 }), randomHorizontalFlip()], shape);
    const at = (index: number, epoch: number, seed: number) =>
      apply(augmenter, draw(index, epoch, seed)).join();
    expect(at(3, 2, 1)).toBe(at(3, 2, 1));
    const others = Array.from({ length: 20 }, (_, i) => [at(i, 2, 1), at(3, i + 1, 1), at(3, 2, i)]);
    expect(new Set(others.flat()).size).toBeGreaterThan(10);
  });

  it("turns every image over in one of two epochs with AlternatingFlip", () => {
    const augmenter = createAugmenter([alternatingFlip()], shape);
    const flipped = (index: number, epoch: number) => apply(augmenter, draw(index, epoch))[0] === 3;
    const first = Array.from({ length: 200 }, (_, index) => flipped(index, 1));
    expect(first.filter(Boolean).length).toBeGreaterThan(70);
    expect(first.filter(Boolean).length).toBeLessThan(130);
    expect(Array.from({ length: 200 }, (_, index) => flipped(index, 2))).toEqual(first.map((yes) => !yes));
    expect(Array.from({ length: 200 }, (_, index) => flipped(index, 3))).toEqual(first);
  });

  it("reports everything that is wrong at once", () => {
    const wrong = [
      { type: "RandomCorp" },
      { type: "RandomHorizontalFlip", p: 2, q: 1 },
      { type: "RandomCrop", size: 9, fill: [1, 2] },
      7,
    ];
    expect(() => createAugmenter(wrong as never, shape)).toThrow(AugmentationError);
    try {
      createAugmenter(wrong as never, shape);
    } catch (error) {
      const { problems } = error as AugmentationError;
      expect(problems).toHaveLength(6);
      expect(problems[0]).toMatch(/unknown augmentation "RandomCorp", did you mean RandomCrop\?/);
      expect(problems.join("\n")).toMatch(/RandomHorizontalFlip: unknown parameter "q".*known: p/);
      expect(problems.join("\n")).toMatch(/expected p to be a probability from 0 to 1, received 2/);
      expect(problems.join("\n")).toMatch(/cannot cut 9×9 out of 2×3 pixels/);
    }
  });
});
