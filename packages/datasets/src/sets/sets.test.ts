import fc from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "../../test/golden/sets.json" with { type: "json" };
import { countingImages, lazily } from "../../test/portable.js";
import { DatasetFormatError } from "../errors.js";
import { createLazyImages } from "../image-set.js";
import { createLabeledImages } from "../labeled-images.js";
import { classCounts, classWeights, firstOfEachClass } from "./class-counts.js";
import { concat } from "./concat.js";
import { kFold } from "./k-fold.js";
import { mapLabels } from "./map-labels.js";
import { meanAndStd } from "./pixel-statistics.js";
import { filter, select, shuffle, take } from "./select.js";
import { toMemory } from "./to-memory.js";

const stored = createLabeledImages({
  images: Uint8Array.from(golden.pixels),
  labels: Int32Array.from(golden.labels),
  shape: [2, 3, 3],
  classNames: ["a", "b", "c", "d"],
});

/** The first pixel of image i of `countingImages` is i. */
const positions = (data: { images: Uint8Array }) => Array.from(data.images).filter((_, at) => at % 6 === 0);

describe("take", () => {
  /** As folders give them: class by class. */
  const sorted = createLabeledImages({
    images: Uint8Array.from({ length: 300 }, (_, i) => i % 256),
    labels: Int32Array.from({ length: 300 }, (_, i) => (i < 200 ? 0 : i < 290 ? 1 : 2)),
    shape: [1, 1, 1],
    classNames: ["a", "b", "c"],
  });

  it("gives the first images, of one class where they come class by class; stratified, of all in proportion", () => {
    expect(classCounts(take(sorted, 30))).toEqual([30, 0, 0]);
    expect(classCounts(take(sorted, 30, { stratified: true }))).toEqual([20, 9, 1]);
    expect(classCounts(take(sorted, 7, { stratified: true }))).toEqual([5, 2, 0]);
  });

  it("stratified: keeps the order, depends on the seed alone, is the whole where there are fewer", () => {
    const taken = (seed: number) => [...take(sorted, 40, { stratified: true, seed }).labels];
    expect(taken(3)).toEqual(taken(3).sort());
    const pixels = (seed: number) => [...take(sorted, 40, { stratified: true, seed }).images].join();
    expect(pixels(1)).toBe(pixels(1));
    expect(pixels(1)).not.toBe(pixels(2));
    expect(take(sorted, 999, { stratified: true }).length).toBe(300);
    expect(() => take(sorted, 1.5)).toThrow("take: expected a count of images, received 1.5");
  });

  it("stratified: takes from images that are read later", async () => {
    const whole = take(sorted, 12, { stratified: true });
    const later = await toMemory(take(lazily(sorted), 12, { stratified: true }));
    expect([...later.images]).toEqual([...whole.images]);
    expect([...later.labels]).toEqual([...whole.labels]);
  });
});

describe("kFold", () => {
  const indexed = createLabeledImages({
    images: Uint8Array.from(golden.labels, (_, i) => i),
    labels: stored.labels,
    shape: [1, 1, 1],
    classNames: stored.classNames,
  });

  it.each(Object.entries(golden.kFold))("is scikit-learn's KFold(%s)", (folds, tests) => {
    const made = [...kFold(indexed, { folds: Number(folds), shuffle: false })];
    expect(made.map(({ test }) => Array.from(test.images))).toEqual(tests);
    expect(made.map(({ train }) => train.length)).toEqual(tests.map((test) => 53 - test.length));
  });

  it.each(Object.entries(golden.stratifiedKFold))("is scikit-learn's StratifiedKFold(%s)", (folds, tests) => {
    const made = kFold(indexed, { folds: Number(folds), shuffle: false, stratified: true });
    expect(Array.from(made, ({ test }) => Array.from(test.images))).toEqual(tests);
  });

  it("puts every image into one test part, whatever the seed; stratified, each class evenly", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 20 }),
        fc.nat(30),
        fc.boolean(),
        fc.boolean(),
        fc.integer(),
        (folds, more, stratified, shuffled, seed) => {
          const data = countingImages(3 * folds + more);
          const made = [...kFold(data, { folds, stratified, shuffle: shuffled, seed })];
          const tested = made.flatMap(({ test }) => positions(test));
          expect(tested.sort((a, b) => a - b)).toEqual(positions(data));
          for (const { train, test } of made) {
            expect([...positions(train), ...positions(test)].sort((a, b) => a - b)).toEqual(positions(data));
            if (!stratified) continue;
            classCounts(test).forEach((count, label) => {
              expect(Math.abs(count - classCounts(data)[label]! / folds)).toBeLessThan(1);
            });
          }
        },
      ),
    );
  });

  it("depends on the seed; refuses folds that cannot be", () => {
    const tests = (seed: number) => Array.from(kFold(indexed, { seed }), ({ test }) => test.images.join());
    expect(tests(1)).toEqual(tests(1));
    expect(tests(1)).not.toEqual(tests(2));
    for (const folds of [1, 2.5, 54]) {
      expect(() => kFold(indexed, { folds })).toThrow(/integer from 2 to 53/);
    }
    expect(() => kFold(indexed, { folds: 40, stratified: true })).toThrow(/images of the largest class/);
  });
});

it("weighs classes as scikit-learn's compute_class_weight, and those without images by nothing", () => {
  classWeights(stored).forEach((weight, label) => {
    expect(weight).toBeCloseTo(golden.classWeights[label]!, 12);
  });
  expect(classWeights(filter(stored, (label) => label !== 1))[1]).toBe(0);
});

it("has NumPy's mean and standard deviation", () => {
  const { mean, std } = meanAndStd(stored);
  mean.forEach((value, channel) => {
    expect(value).toBeCloseTo(golden.mean[channel]!, 12);
    expect(std[channel]).toBeCloseTo(golden.std[channel]!, 12);
  });
  expect(meanAndStd(stored, { scale: 1 }).mean[0]! / 255).toBeCloseTo(golden.mean[0]!, 12);
});

it("counts classes and finds the first image of each", () => {
  const data = createLabeledImages({
    images: new Uint8Array(5),
    labels: Int32Array.of(2, 0, 2, 2, 0),
    shape: [1, 1, 1],
    classNames: ["a", "b", "c"],
  });
  expect(classCounts(data)).toEqual([2, 0, 3]);
  expect(firstOfEachClass(data)).toEqual([1, 0]);
});

describe("concat", () => {
  it("refuses data sets that do not belong together, and none", () => {
    const data = countingImages(4);
    const other = { ...data, shape: [3, 2, 1] as const, classNames: ["x", "y", "z"] };
    expect(() => concat(data, other)).toThrow(
      /data set 1 has images of 3×2×1, not 2×3×1; data set 1 has the classes x, y, z, not class 0/,
    );
    expect(() => concat()).toThrow(/received none/);
  });
});

describe("mapLabels", () => {
  it("shares the pixels, and refuses labels outside the new classes", () => {
    const data = countingImages(4);
    expect(mapLabels(data, (label) => label, ["a", "b", "c"]).images).toBe(data.images);
    expect(() => mapLabels(data, (label) => label, ["a", "b"])).toThrow(DatasetFormatError);
    expect(() => mapLabels(data, () => 0.5, ["a", "a"])).toThrow(/received twice: a; .* received 0.5/);
  });
});

it("shuffles by the seed alone", () => {
  const data = countingImages(30);
  expect(positions(shuffle(data, 1))).toEqual(positions(shuffle(data, 1)));
  expect(positions(shuffle(data, 1))).not.toEqual(positions(shuffle(data, 2)));
  expect(positions(shuffle(data)).sort((a, b) => a - b)).toEqual(positions(data));
});

describe("lazy images", () => {
  const names = (length: number) => ({
    ...lazily(countingImages(length)),
    pathOf: (index: number) => `class/${index}.png`,
    sizeOf: async (index: number) => ({ width: 10 + index, height: 5 }),
  });

  it("are checked when they are made", () => {
    const { read } = lazily(countingImages(1));
    const wrong = { shape: [0, 1, 1] as const, classNames: [], labels: Int32Array.of(3), read };
    expect(() => createLazyImages(wrong)).toThrow(/Lazy images: expected a shape .*class name.*labels/);
  });

  it("know where they come from after any operation that keeps them", async () => {
    const data = names(6);
    expect(take(data, 2).pathOf?.(1)).toBe("class/1.png");
    const chosen = select(data, [5, 3]);
    expect(chosen.pathOf?.(0)).toBe("class/5.png");
    expect(concat(data, chosen).pathOf?.(7)).toBe("class/3.png");
    expect(await concat(data, chosen).sizeOf?.(7)).toEqual({ width: 13, height: 5 });
    expect(concat(data, lazily(countingImages(2))).pathOf).toBeUndefined();
    expect(select(lazily(countingImages(2)), [0]).pathOf).toBeUndefined();
  });

  it("are read into memory in pieces, with progress, until told to stop", async () => {
    const seen: number[] = [];
    const data = lazily(countingImages(600));
    await toMemory(data, { onProgress: (images) => seen.push(images) });
    expect(seen).toEqual([256, 512, 600]);
    const stop = new AbortController();
    await expect(
      toMemory(data, { signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) }),
    ).rejects.toThrow("enough");
  });
});
