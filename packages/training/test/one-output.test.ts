import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import type { BatchSource } from "../src/batch.js";
import { fit } from "../src/fit.js";
import type { FitOptions } from "../src/fit-options.js";
import { onnxEngine, tfjsEngine } from "../src/index.js";
import { PREPROCESSING, SHAPE, smallSource } from "./small-model.js";

const none = null as unknown as number;

/** Images of any size, and one unit for two classes. */
function oneUnit(activation: "sigmoid" | "linear"): tf.LayersModel {
  const seeded = (seed: number) => ({ kernelInitializer: tf.initializers.glorotUniform({ seed }) });
  const input = tf.input({ shape: [none, none, 3] });
  const conv = tf.layers.conv2d({
    name: "conv",
    filters: 8,
    kernelSize: 3,
    activation: "relu",
    ...seeded(1),
  });
  const pooled = tf.layers.globalAveragePooling2d({}).apply(conv.apply(input));
  const end = tf.layers.dense({ name: "end", units: 1, activation, ...seeded(2) });
  return tf.model({ inputs: input, outputs: end.apply(pooled) as tf.SymbolicTensor });
}

/** The classes 0 and 1 of the four, which differ in their channel. */
function twoClasses(count: number): BatchSource {
  const source = smallSource(count);
  return {
    ...source,
    shape: SHAPE,
    *epoch(epoch, startBatch) {
      for (const batch of source.epoch(epoch, startBatch) as Iterable<never>) {
        const { labels, ...rest } = batch as { labels: Int32Array; images: Uint8Array; size: number };
        yield { ...rest, labels: labels.map((label) => label % 2) };
      }
    },
  };
}

const losses = {
  sigmoid: { type: "binaryCrossentropy", classWeights: [1, 2] },
  linear: { type: "binaryCrossentropy", fromLogits: true, labelSmoothing: 0.1 },
} as const;

describe.each(["sigmoid", "linear"] as const)(
  "one %s unit for two classes, images of free size",
  (activation) => {
    const options: Omit<FitOptions, "engine"> = {
      train: twoClasses(64),
      validation: twoClasses(24),
      epochs: 6,
      optimizer: { type: "adam", learningRate: 0.05 },
      loss: losses[activation],
      preprocessing: PREPROCESSING,
    };

    it("learns, in every engine the same", async () => {
      const [onnx, tfjs] = [oneUnit(activation), oneUnit(activation)];
      const byOnnx = await fit(onnx, { ...options, engine: onnxEngine({ threads: 1 }) });
      const byTfjs = await fit(tfjs, { ...options, engine: tfjsEngine({ backend: "cpu" }) });
      for (const key of ["loss", "val_loss"] as const) {
        const of = ({ history }: typeof byOnnx) => history.map((row) => row[key]!);
        expectAllClose(of(byOnnx), of(byTfjs), 1e-3, key);
      }
      expect(byOnnx.history.map(({ accuracy }) => accuracy)).toEqual(
        byTfjs.history.map(({ accuracy }) => accuracy),
      );
      expect(byOnnx.history.at(-1)!.val_accuracy).toBeGreaterThan(0.9);
    });

    it("asks for the size of the images where nobody says it", async () => {
      const { shape: _, ...train } = twoClasses(64);
      await expect(fit(oneUnit(activation), { ...options, train })).rejects.toThrow(
        /its input has a free size, \[null, null, 3\]; say that of the images/,
      );
    });
  },
);

it("images of another shape than the model's are refused with both", async () => {
  const model = tf.sequential({
    name: "tall",
    layers: [
      tf.layers.flatten({ inputShape: [4, 16, 3] }),
      tf.layers.dense({ units: 2, activation: "softmax" }),
    ],
  });
  const options: FitOptions = {
    train: twoClasses(8),
    epochs: 1,
    optimizer: { type: "sgd", learningRate: 0.1 },
    loss: { type: "categoricalCrossentropy" },
    preprocessing: PREPROCESSING,
  };
  await expect(fit(model, options)).rejects.toThrow(
    /expected images of \[4,16,3\] as the model's input, but those of train are \[8,8,3\]/,
  );
});
