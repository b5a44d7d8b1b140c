import { digitNames } from "../class-names.js";
import { createLabeledImages, type ImageShape, type LabeledImages } from "../labeled-images.js";
import { random } from "../random.js";
import { drawDigit } from "../synthetic/draw-digit.js";
import { type DatasetPart, type DatasetSource, loadParts } from "./source.js";

const ID = "synthetic-digits";
const SIZE = 28;
const SHAPE: ImageShape = [SIZE, SIZE, 1];
const CLASSES = digitNames.length;
const TRAIN_SIZE = 6_000;
const TEST_SIZE = 1_000;

/** Digits drawn by this package: they need no network and are the same everywhere for the same seed. */
export const syntheticDigits: DatasetSource<LabeledImages> = {
  info: {
    id: ID,
    title: "Synthetic digits",
    description:
      "Digits drawn from strokes with random slant, size, thickness, jitter, clutter and noise, light on dark. No download.",
    shape: SHAPE,
    classes: CLASSES,
    classNames: digitNames,
    trainSize: TRAIN_SIZE,
    testSize: TEST_SIZE,
    files: [],
    options: ["seed", "trainSize", "testSize"],
  },
  async load({ split, seed = 0, trainSize = TRAIN_SIZE, testSize = TEST_SIZE }) {
    const sizes = { train: trainSize, test: testSize };
    const parts = await loadParts(split, (part) => drawDigits(sizes[part], seed, part));
    return { id: ID, shape: SHAPE, classNames: digitNames, ...parts };
  },
};

/**
 * Every image has a stream of its own, so the first images are the same for every `count`. Every ten
 * images hold each digit once, in random order.
 */
function drawDigits(count: number, seed: number, part: DatasetPart): LabeledImages {
  const images = new Uint8Array(count * SIZE * SIZE);
  const labels = new Int32Array(count);
  let decade: number[] = [];
  for (let i = 0; i < count; i++) {
    if (i % CLASSES === 0) decade = random(seed, ID, part, "labels", i).shuffle([...digitNames.keys()]);
    labels[i] = decade[i % CLASSES]!;
    const target = images.subarray(i * SIZE * SIZE, (i + 1) * SIZE * SIZE);
    drawDigit(labels[i]!, SIZE, random(seed, ID, part, i), target);
  }
  return createLabeledImages({ images, labels, shape: SHAPE, classNames: digitNames });
}
