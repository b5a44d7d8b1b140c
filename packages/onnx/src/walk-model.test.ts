import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import type { UnsupportedPart } from "./errors.js";
import { walkModel } from "./walk-model.js";

const walk = (model: tf.LayersModel) => {
  const problems: UnsupportedPart[] = [];
  return { walked: walkModel(model, problems), problems };
};

const image = (name: string) => tf.input({ shape: [4, 4, 1], name });
const flatten = (name: string) => tf.layers.flatten({ name });
const dense = (name: string, units = 2) => tf.layers.dense({ units, name });

it("a model becomes its layers in the order of computation", () => {
  const frozen = tf.layers.conv2d({ filters: 2, kernelSize: 3, name: "conv", trainable: false });
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [4, 5, 3], name: "image" }),
      frozen,
      flatten("flatten"),
      dense("dense", 3),
    ],
  });
  const { walked, problems } = walk(model);
  expect(problems).toEqual([]);
  expect(walked).toMatchObject({ inputShape: [4, 5, 3], input: "image", output: "dense" });
  expect(walked.steps.map(({ config, ...step }) => step)).toEqual([
    {
      name: "conv",
      className: "Conv2D",
      weights: [
        { name: "conv/kernel", role: "kernel", shape: [3, 3, 3, 2] },
        { name: "conv/bias", role: "bias", shape: [2] },
      ],
      trainable: false,
      inputs: ["image"],
    },
    { name: "flatten", className: "Flatten", weights: [], trainable: true, inputs: ["conv"] },
    {
      name: "dense",
      className: "Dense",
      weights: [
        { name: "dense/kernel", role: "kernel", shape: [12, 3] },
        { name: "dense/bias", role: "bias", shape: [3] },
      ],
      trainable: true,
      inputs: ["flatten"],
    },
  ]);
});

it("weights are named after their layer however many models the process has built", () => {
  const build = () =>
    tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], name: "twin" })] });
  const [first, second] = [walk(build()), walk(build())];
  expect(second.walked.steps[0]!.weights).toEqual(first.walked.steps[0]!.weights);
});

it("a layer that other models use as well is none of this model's business", () => {
  const [base, kept, top] = [flatten("flatten"), dense("kept", 4), dense("old_top")];
  const input = image("image");
  const features = kept.apply(base.apply(input)) as tf.SymbolicTensor;
  tf.model({ inputs: input, outputs: top.apply(features) as tf.SymbolicTensor });

  const otherInput = image("other_image");
  const otherFeatures = kept.apply(base.apply(otherInput)) as tf.SymbolicTensor;
  const transferred = tf.model({
    inputs: otherInput,
    outputs: dense("new_top").apply(otherFeatures) as tf.SymbolicTensor,
  });

  const { walked, problems } = walk(transferred);
  expect(problems).toEqual([]);
  expect(walked.steps.map(({ name, inputs }) => [name, inputs])).toEqual([
    ["flatten", ["other_image"]],
    ["kept", ["flatten"]],
    ["new_top", ["kept"]],
  ]);
});

describe("what it reports", () => {
  it("several inputs and several outputs, both at once", () => {
    const [a, b] = [image("a"), image("b")];
    const outputs = [flatten("flat_a").apply(a), flatten("flat_b").apply(b)] as tf.SymbolicTensor[];
    const model = tf.model({ inputs: [a, b], outputs, name: "forked" });
    expect(walk(model).problems).toEqual([
      { layer: "forked", className: "Model", reason: "it has several inputs; one is supported" },
      { layer: "forked", className: "Model", reason: "it has several outputs; one is supported" },
    ]);
  });

  it("an input that is no image", () => {
    const model = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [7], name: "numbers" }), dense("dense")],
    });
    expect(walk(model).problems).toEqual([
      {
        layer: "numbers",
        className: "InputLayer",
        reason: "its input has the shape [7]; [height, width, channels] is expected",
      },
    ]);
  });

  it("images of any size", () => {
    const model = tf.sequential({
      layers: [
        tf.layers.inputLayer({ inputShape: [null, null, 3], name: "image" }),
        tf.layers.conv2d({ filters: 1, kernelSize: 1 }),
      ],
    });
    expect(walk(model).problems).toEqual([
      expect.objectContaining({
        layer: "image",
        reason: expect.stringContaining("[height, width, channels]"),
      }),
    ]);
  });

  it("a layer that is used twice", () => {
    const input = image("image");
    const shared = tf.layers.dense({ units: 4, name: "shared" });
    const twice = shared.apply(shared.apply(flattened(input))) as tf.SymbolicTensor;
    expect(walk(tf.model({ inputs: input, outputs: twice })).problems).toEqual([
      { layer: "shared", className: "Dense", reason: "it is shared by several places of the model" },
    ]);
  });
});

function flattened(input: tf.SymbolicTensor): tf.SymbolicTensor {
  const rows = flatten("flatten").apply(input);
  return tf.layers.dense({ units: 4, name: "first" }).apply(rows) as tf.SymbolicTensor;
}
