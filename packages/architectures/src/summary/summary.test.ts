import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { buildModel } from "../build-model.js";
import { formatSummary, summarize } from "./summary.js";

it("prints Keras's table", () => {
  expect(formatSummary(summarize(buildModel("mnist-cnn")))).toMatchInlineSnapshot(`
    "Model: "mnist-cnn"
    ______________________________________________________________
     Layer (type)                   Output Shape         Param #
    ==============================================================
     conv2d (Conv2D)                (None, 26, 26, 32)   320
     max_pooling2d (MaxPooling2D)   (None, 13, 13, 32)   0
     flatten (Flatten)              (None, 5408)         0
     dense (Dense)                  (None, 100)          540,900
     dense_1 (Dense)                (None, 10)           1,010
    ==============================================================
    Total params: 542,230
    Trainable params: 542,230
    Non-trainable params: 0
    ______________________________________________________________"
  `);
});

it("counts frozen weights as not trainable", () => {
  const model = buildModel("mnist-cnn");
  for (const layer of model.layers.slice(0, 4)) layer.trainable = false;
  expect(summarize(model)).toMatchObject({ totalParameters: 542_230, trainableParameters: 1010 });
});

it("describes branched models", () => {
  const input = tf.input({ shape: [4, 4, 1], name: "image" });
  const left = tf.layers.flatten({ name: "left" }).apply(input) as tf.SymbolicTensor;
  const right = tf.layers.flatten({ name: "right" }).apply(input) as tf.SymbolicTensor;
  const sum = tf.layers.add({ name: "sum" }).apply([left, right]) as tf.SymbolicTensor;
  const rows = summarize(tf.model({ inputs: input, outputs: sum })).rows;
  expect(rows.map(({ name, outputShape }) => [name, outputShape])).toEqual([
    ["image", [null, 4, 4, 1]],
    ["left", [null, 16]],
    ["right", [null, 16]],
    ["sum", [null, 16]],
  ]);
});

/** Araujo, Norris and Sim, 2019: Computing Receptive Fields of Convolutional Neural Networks. */
it.each([
  ["alexnet", "features.12", 195],
  ["vgg16", "features.30", 212],
  ["mobilenet-v1", "conv_pw_13", 315],
])("knows the receptive field of %s", (name, layer, size) => {
  const model = buildModel(name, { stem: "imagenet", initialWeights: "zeros" });
  const row = summarize(model).rows.find((each) => each.name === layer);
  expect(row?.receptiveField).toEqual([size, size]);
  model.dispose();
});

it("takes the largest receptive field where branches meet, and none behind the whole image", () => {
  const fields = new Map(
    summarize(buildModel("efficientnet-b0", { inputShape: [32, 32, 3] })).rows.map((row) => [
      row.name,
      row.receptiveField,
    ]),
  );
  expect(fields.get("features.1.0.block.1.fc1")).toBeNull();
  expect(fields.get("features.1.0.block.1.scale")).toEqual([5, 5]);
  expect(fields.get("classifier.1")).toBeNull();
});

it("adds columns for cost and receptive field when asked", () => {
  const text = formatSummary(summarize(buildModel("lenet5")), { details: true });
  expect(text).toContain(" c3 (Conv2D)             (None, 10, 10, 16)   2,416     240,000         14×14\n");
  expect(text).toContain("Multiply-adds: 416,520");
});
