import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { head, refusalOf } from "../test/layer-contract.js";
import { testModel } from "../test/test-model.js";
import { compileInference } from "./compile-inference.js";
import { compileTrainingStep } from "./compile-training-step.js";
import { UnsupportedModelError } from "./errors.js";
import { supportedLayers } from "./layers/index.js";
import type { LossConfig, OptimizerConfig, TrainingStepOptions } from "./types.js";

const options: TrainingStepOptions = {
  batchSize: 2,
  preprocessing: { scale: 1 / 255 },
  loss: { type: "categoricalCrossentropy" },
  optimizer: { type: "sgd", learningRate: 0.1 },
};

const problemsWith = (changed: Partial<TrainingStepOptions>) => {
  try {
    compileTrainingStep(testModel([4, 4, 3], head()), { ...options, ...changed });
  } catch (error) {
    if (error instanceof UnsupportedModelError) return error.problems;
    throw error;
  }
  return [];
};

describe("layers", () => {
  it("that have no compiler are named, with those that have", () => {
    const model = testModel([4, 4, 3], [tf.layers.gaussianNoise({ stddev: 1, name: "noise" }), ...head()]);
    const [problem, ...others] = refusalOf(model).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ layer: "noise", className: "GaussianNoise" });
    expect(problem!.reason).toBe(`this layer is not supported, use one of ${supportedLayers().join(", ")}`);
  });

  it("are all judged before anything is reported", () => {
    const model = testModel(
      [4, 4, 3],
      [
        tf.layers.gaussianDropout({ rate: 0.5, name: "noise" }),
        tf.layers.conv2d({ filters: 2, kernelSize: 1, name: "conv", dataFormat: "channelsFirst" }),
        tf.layers.dropout({ rate: 0.5, noiseShape: [1], name: "dropout" }),
        tf.layers.conv2d({ filters: 1, kernelSize: 1, name: "last" }),
      ],
    );
    const error = refusalOf(model);
    expect(error.problems.map(({ layer }) => layer)).toEqual(["last", "noise", "conv", "dropout"]);
    expect(error.message).toMatch(
      /^\[imgcls\/onnx\] Cannot compile the model: layer "last" \(Conv2D\): it ends in .*; layer "noise" \(GaussianDropout\): .*; layer "conv" .*; layer "dropout" .* train with the "tfjs" engine\.$/,
    );
  });

  it("whose inputs do not fit them are judged by their shapes", () => {
    const model = testModel(
      [4, 4, 3],
      [
        tf.layers.reshape({ targetShape: [16, 3] }),
        tf.layers.batchNormalization({ name: "norm" }),
        ...head(),
      ],
    );
    expect(refusalOf(model).problems).toEqual([
      {
        layer: "norm",
        className: "BatchNormalization",
        reason:
          "it takes [batch, features] or feature maps, [batch, height, width, channels], not [batch, 16, 3]",
      },
    ]);
  });
});

describe("options", () => {
  it.each([0, -1, 1.5, Number.NaN])("a batch size of %d", (batchSize) => {
    expect(problemsWith({ batchSize })).toEqual([
      { layer: "batchSize", className: "option", reason: `${batchSize} is no positive integer` },
    ]);
  });

  it("a mean or std that does not fit the channels", () => {
    expect(problemsWith({ preprocessing: { scale: 1, mean: [0.5], std: [1, 1] } })).toEqual([
      { layer: "preprocessing.mean", className: "option", reason: "it has 1 numbers for 3 channels" },
      { layer: "preprocessing.std", className: "option", reason: "it has 2 numbers for 3 channels" },
    ]);
  });

  it("a loss and an optimizer that nobody knows, as plain JavaScript may pass", () => {
    const loss = { type: "hinge" } as unknown as LossConfig;
    const optimizer = { type: "adamax", learningRate: 1 } as unknown as OptimizerConfig;
    expect(problemsWith({ loss, optimizer })).toEqual([
      { layer: "loss", className: "option", reason: expect.stringContaining('received "hinge"') },
      { layer: "optimizer", className: "option", reason: expect.stringContaining('received "adamax"') },
    ]);
  });

  it("are judged for inference too, together with the layers", () => {
    const model = testModel([4, 4, 3], [tf.layers.gaussianNoise({ stddev: 1, name: "noise" }), ...head()]);
    const compile = () => compileInference(model, { batchSize: 0, preprocessing: { scale: 1, mean: [] } });
    expect(compile).toThrow(/"noise" \(GaussianNoise\).*"batchSize".*"preprocessing.mean"/);
  });
});

it("a model without anything to train is refused for training, not for inference", () => {
  const layers = head();
  for (const layer of layers) layer.trainable = false;
  const model = testModel([4, 4, 3], layers);
  expect(refusalOf(model).problems).toEqual([
    { layer: model.name, className: "Model", reason: "none of its layers has trainable weights" },
  ]);
  expect(() => compileInference(model, options)).not.toThrow();
});
