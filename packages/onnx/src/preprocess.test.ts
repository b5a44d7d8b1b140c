import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, it } from "vitest";
import { head } from "../test/layer-contract.js";
import { runInference } from "../test/run-step.js";
import { expectGradientsOfTfjs, inferenceOptions, openCase, type StepCase } from "../test/step-case.js";
import { weightsOf } from "../test/test-model.js";
import { compileInference } from "./compile-inference.js";
import type { Preprocessing } from "./types.js";

const cases: [name: string, channels: number, preprocessing: Preprocessing][] = [
  ["another scale", 3, { scale: 1 / 64 }],
  ["a scale", 3, { scale: 1 / 255 }],
  ["mean and std of one channel", 1, { scale: 1 / 255, mean: [0.1307], std: [0.3081] }],
  [
    "mean and std of three channels",
    3,
    { scale: 1 / 255, mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
  ],
  ["a mean alone", 3, { scale: 1 / 127.5, mean: [1, 0.5, 0] }],
  ["a std alone", 3, { scale: 1 / 255, std: [0.2, 0.5, 2] }],
];

describe.each(cases)("%s", (_, channels, preprocessing) => {
  const stepCase: StepCase = {
    inputShape: [4, 5, channels],
    preprocessing,
    layers: () => [
      tf.layers.conv2d({ filters: 2, kernelSize: 2, name: "conv", activation: "tanh" }),
      ...head(),
    ],
  };

  it("trains on what TensorFlow.js makes of the pixels", () => expectGradientsOfTfjs(stepCase));

  it("reaches the layers as (pixel · scale − mean) / std", async () => {
    const open = openCase({
      ...stepCase,
      // The features are the pre-processed pixels themselves, by a dense layer that passes them on.
      layers: () => [
        tf.layers.flatten(),
        tf.layers.dense({ units: 20 * channels, name: "copy", useBias: false }),
      ],
      weights: () => identity(20 * channels),
    });
    const { images } = open.batch(0);
    const actual = await runInference(
      compileInference(open.model, inferenceOptions(open)),
      weightsOf(open.model),
      images,
    );
    const { scale, mean, std } = preprocessing;
    const expected = Array.from(images, (pixel, i) => {
      const channel = i % channels;
      return (pixel * scale - (mean?.[channel] ?? 0)) / (std?.[channel] ?? 1);
    });
    expectAllClose(actual, expected, 1e-6, "pre-processed pixels");
  });
});

function identity(size: number): Float32Array {
  const matrix = new Float32Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1;
  return matrix;
}
