import { describe, expect, it } from "vitest";
import {
  CLASSES,
  FROM_PROBABILITIES,
  PREPROCESSING,
  SGD,
  smallBatch,
  smallModel,
  smallSource,
} from "../test/small-model.js";
import type { Batch } from "./batch.js";
import { onnxEngine } from "./engines/onnx.js";
import { fit } from "./fit.js";

/** Two batches an epoch, the second with changes. */
const sourceWith = (changes: object) => ({
  size: 16,
  batchSize: 8,
  batchesPerEpoch: 2,
  epoch: () => [smallBatch(8, 1), { ...smallBatch(8, 2), ...changes } as Batch],
});

const options = {
  train: smallSource(16),
  epochs: 1,
  optimizer: SGD,
  loss: FROM_PROBABILITIES,
  preprocessing: PREPROCESSING,
  engine: onnxEngine({ threads: 1 }),
};

const labelled = (label: number) => Int32Array.of(0, 1, 2, label, 0, 1, 2, 3);
const uniform = new Float32Array(8 * CLASSES).fill(1 / CLASSES);

const WRONG: readonly [string, object, RegExp][] = [
  [
    "a label beyond the outputs",
    { labels: labelled(4) },
    /expected labels from 0 to 3 for the model's 4 classes, but image 3 has the label 4/,
  ],
  ["a negative label", { labels: labelled(-1) }, /image 3 has the label -1/],
  [
    "labels that may be fractions",
    { labels: Float32Array.of(0, 1.5) },
    /class indices in an Int32Array, received Float32Array/,
  ],
  [
    "float images",
    { images: new Float32Array(8 * 192) },
    /grey levels 0\.\.255 in a Uint8Array, received Float32Array/,
  ],
  [
    "images of another size",
    { images: new Uint8Array(8 * 75) },
    /expected 8 images of \[8,8,3\] and 8 labels, received 600 bytes of images and 8 labels/,
  ],
  ["no images", { size: 0 }, /expected its size to be a positive integer, received 0/],
  [
    "soft labels that are no shares",
    { softLabels: uniform.map((share, i) => (i === 5 ? Number.NaN : share)) },
    /shares that sum to one, but those of image 1 are \[0\.25,NaN,0\.25,0\.25\]/,
  ],
  ["soft labels of zeros", { softLabels: new Float32Array(8 * CLASSES) }, /image 0 are \[0,0,0,0\]/],
  [
    "sample weights that are no numbers",
    { sampleWeights: new Float32Array(8).fill(Number.NaN) },
    /sample weights of 0 or more, but that of image 0 is NaN/,
  ],
];

describe("names the batch, before it comes to the engine", () => {
  it.each(WRONG)("in training: %s", async (_, changes, expected) => {
    const training = fit(smallModel(), { ...options, train: sourceWith(changes) });
    await expect(training).rejects.toThrow(expected);
    await expect(training).rejects.toThrow(/train, batch 2 of epoch 1/);
  });

  it.each(WRONG)("in validation: %s", async (_, changes, expected) => {
    const training = fit(smallModel(), { ...options, validation: sourceWith(changes) });
    await expect(training).rejects.toThrow(expected);
    await expect(training).rejects.toThrow(/validation, batch 2 of epoch 1/);
  });
});

it("says that a source gave no batches, as one does that can be gone through once only", async () => {
  const once = [smallBatch(8, 1)].values();
  const train = { size: 8, batchSize: 8, batchesPerEpoch: 1, epoch: () => once };
  await expect(fit(smallModel(), { ...options, train, epochs: 2 })).rejects.toThrow(
    /train: expected 1 batches in epoch 2, received none\. A source must be able to give every epoch again/,
  );
});
