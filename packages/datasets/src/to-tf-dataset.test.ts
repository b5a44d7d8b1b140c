import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { countingImages, lazily } from "../test/portable.js";
import { batches } from "./batches.js";
import { toMemory } from "./sets/to-memory.js";
import { toTensors } from "./to-tensors.js";
import { type TfBatch, toTfDataset } from "./to-tf-dataset.js";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe("toTensors", () => {
  it("makes tensors of the TensorFlow.js it is given, labels in any form", async () => {
    const data = countingImages(3);
    const { images, labels } = toTensors(data, tf);
    expect([images.shape, images.dtype, labels.shape, labels.dtype]).toEqual([
      [3, 2, 3, 1],
      "float32",
      [3],
      "int32",
    ]);
    expect((await images.data())[1]).toBeCloseTo(1 / 255);
    expect(Array.from(await labels.data())).toEqual([0, 1, 2]);
    const rows = toTensors(data, tf, { labels: "one-hot", scale: 1 });
    expect(rows.labels.arraySync()).toEqual(tf.oneHot([0, 1, 2], 3).arraySync());
    expect((await rows.images.data())[1]).toBe(1);
    const floats = toTensors(data, tf, { labels: "float32" });
    expect([floats.labels.dtype, Array.from(floats.labels.dataSync())]).toEqual(["float32", [0, 1, 2]]);
  });

  it("is a promise for a lazy data set", async () => {
    const data = countingImages(3);
    const { images } = await toTensors(lazily(data), tf);
    expect(images.arraySync()).toEqual(toTensors(await toMemory(data), tf).images.arraySync());
  });
});

describe("toTfDataset", () => {
  it("gives every epoch its own batches", async () => {
    const source = batches(countingImages(5), { batchSize: 2, seed: 1 });
    const dataset = toTfDataset(source, tf, { labels: "int32", scale: 1, firstEpoch: 3 });
    for (const epoch of [3, 4]) {
      const seen: number[] = [];
      await dataset.forEachAsync((tensors) => {
        const { xs, ys } = tensors as TfBatch<tf.Tensor4D, tf.Tensor1D>;
        expect([xs.dtype, ys.dtype, xs.shape.slice(1)]).toEqual(["float32", "int32", [2, 3, 1]]);
        seen.push(...Array.from(xs.dataSync()).filter((_, at) => at % 6 === 0));
      });
      const expected: number[] = [];
      for await (const { indices } of source.epoch(epoch)) expected.push(...indices);
      expect(seen).toEqual(expected);
    }
  });

  it.each(["one-hot", "float32"] as const)("trains a model in fitDataset: labels %s", async (labels) => {
    // Bright images are of class 1.
    const images = countingImages(64, 2);
    const data = { ...images, images: images.images.map((_, at) => (Math.floor(at / 6) % 2) * 200) };
    const model = tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [2, 3, 1] }),
        tf.layers.dense({ units: 2, activation: "softmax" }),
      ],
    });
    const loss = labels === "one-hot" ? "categoricalCrossentropy" : "sparseCategoricalCrossentropy";
    model.compile({ optimizer: tf.train.adam(0.1), loss });
    const before = tf.memory().numTensors;
    const { history } = await model.fitDataset(
      toTfDataset(batches(data, { batchSize: 16 }), tf, { labels }),
      {
        epochs: 20,
        verbose: 0,
      },
    );
    expect(history.loss!.at(-1)).toBeLessThan(0.2);
    // The optimizer's moments are all that is left.
    expect(tf.memory().numTensors - before).toBeLessThan(10);
  });
});
