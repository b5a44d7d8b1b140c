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
