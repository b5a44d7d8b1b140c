import { expect, it } from "vitest";
import { createLabeledImages, pixelsPerImage } from "../labeled-images.js";
import { loadDataset } from "../load-dataset.js";
import { select } from "../sets/select.js";
import { examineImages } from "./examine-images.js";

const { train } = await loadDataset("synthetic-shapes", { trainSize: 200, testSize: 1 });
const size = pixelsPerImage(train.shape);
const [, width, channels] = train.shape;

/** The image with each value changed. */
const changed = (index: number, change: (level: number, at: number, image: Uint8Array) => number) =>
  train.images.slice(index * size, (index + 1) * size).map(change);

const mirror = (index: number) =>
  changed(index, (_, at, image) => {
    const [pixel, channel] = [Math.floor(at / channels), at % channels];
    const [y, x] = [Math.floor(pixel / width), pixel % width];
    return image[(y * width + width - 1 - x) * channels + channel]!;
  });

function planted(images: readonly Uint8Array[], label: number) {
  const all = new Uint8Array(images.length * size);
  images.forEach((image, i) => {
    all.set(image, i * size);
  });
  const labels = new Int32Array(images.length).fill(label);
  return createLabeledImages({ shape: train.shape, classNames: train.classNames, images: all, labels });
}

it("finds planted copies across parts, brighter and mirrored ones too", async () => {
  const test = planted([changed(3, (level) => level), changed(4, (level) => 0.8 * level + 20), mirror(5)], 0);
  const { copies, images } = await examineImages({ train: select(train, [3, 4, 5]), test });
  expect(images).toBe(6);
  const pairs = copies.map((group) => group.images.map(({ part, index }) => `${part}/${index}`));
  expect(pairs).toEqual([0, 1, 2].map((i) => [`train/${i}`, `test/${i}`]));
  expect(copies.map(({ samePixels }) => samePixels)).toEqual([true, false, false]);
});

it("finds blank, dark and bright images, one fault each", async () => {
  const faulty = planted(
    [
      new Uint8Array(size).fill(120),
      changed(0, (level) => level / 6),
      new Uint8Array(size).fill(255).map((level, at) => level - (at % 13)),
    ],
    0,
  );
  const { faults } = await examineImages({ train: faulty });
  expect(faults.map(({ fault, image }) => [fault, image.index])).toEqual([
    ["blank", 0],
    ["dark", 1],
    ["bright", 2],
  ]);
});

it("refuses options that are none", async () => {
  await expect(examineImages({ train }, { similarity: 2 })).rejects.toThrow(/similarity/);
});

/** The mean of each 3×3 pixels. */
const softened = (image: Uint8Array): Uint8Array =>
  image.map((_, at) => {
    const [pixel, channel] = [Math.floor(at / channels), at % channels];
    const [y, x] = [Math.floor(pixel / width), pixel % width];
    let sum = 0;
    for (let i = 0; i < 9; i++) {
      const row = Math.min(train.shape[0] - 1, Math.max(0, y + Math.floor(i / 3) - 1));
      const column = Math.min(width - 1, Math.max(0, x + (i % 3) - 1));
      sum += image[(row * width + column) * channels + channel]!;
    }
    return sum / 9;
  });

it("finds blurred images, whatever their contrast, and no sharp ones of little contrast", async () => {
  const whole = (index: number) => changed(index, (level) => level);
  const dull = (image: Uint8Array) => image.map((level) => 100 + level / 4);
  const blurred = [7, 8, 9].map((index) => softened(softened(softened(whole(index)))));
  const test = planted([...blurred, dull(blurred[0]!), dull(whole(10)), dull(whole(11))], 0);
  const { faults } = await examineImages({ train, test });
  expect(faults.map(({ fault, image }) => [fault, image.part, image.index])).toEqual(
    [0, 1, 2, 3].map((index) => ["blurred", "test", index]),
  );
});
