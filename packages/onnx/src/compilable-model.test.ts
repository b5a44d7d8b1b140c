import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { head, refusalOf } from "../test/layer-contract.js";
import { testModel } from "../test/test-model.js";
import { compileInference } from "./compile-inference.js";
import { compileTrainingStep } from "./compile-training-step.js";
import { CompilerOptionsError, UnsupportedModelError } from "./errors.js";
import { supportedLayers } from "./layers/index.js";
import { modelProblems } from "./model-form.js";
import type {
  InferenceOptions,
  LossConfig,
  OptimizerConfig,
  Preprocessing,
  TrainingStepOptions,
} from "./types.js";

const options: TrainingStepOptions = {
  batchSize: 2,
  preprocessing: { scale: 1 / 255 },
  loss: { type: "categoricalCrossentropy" },
  optimizer: { type: "sgd", learningRate: 0.1 },
};

const problemsOf = (compile: () => unknown): readonly string[] => {
  try {
    compile();
  } catch (error) {
    if (error instanceof CompilerOptionsError) return error.problems;
    throw error;
  }
  return [];
};

const problemsWith = (changed: Partial<TrainingStepOptions>) =>
  problemsOf(() => compileTrainingStep(testModel([4, 4, 3], head()), { ...options, ...changed }));

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
      /^\[imgcls\/onnx\] Cannot compile the model: layer "last" \(Conv2D\): it ends in .*; layer "noise" \(GaussianDropout\): .*; layer "conv" .*; layer "dropout" .*\. Change what is named here\.$/,
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
      `expected compileTrainingStep.batchSize to be a positive integer, received ${batchSize}`,
    ]);
  });

  it("a pre-processing that does not fit the channels, divides by zero, or is not there", () => {
    expect(problemsWith({ preprocessing: { scale: 1, mean: [0.5], std: [1, 0, 1] } })).toEqual([
      "expected preprocessing.mean to be a list of 3 numbers, one a channel, received [0.5]",
      "expected preprocessing.std to be a list of 3 numbers above 0, one a channel, received [1,0,1]",
    ]);
    expect(problemsWith({ preprocessing: { std: 0 } as unknown as Preprocessing })).toEqual([
      "expected preprocessing.std to be a list of 3 numbers above 0, one a channel, received 0",
      "expected preprocessing.scale to be a number other than 0, received nothing",
    ]);
    expect(problemsWith({ preprocessing: undefined as unknown as Preprocessing })).toEqual([
      "expected preprocessing to be { scale, mean?, std? }, received nothing",
    ]);
  });

  it("a loss and an optimizer that nobody knows, as plain JavaScript may pass", () => {
    const loss = { type: "hinge" } as unknown as LossConfig;
    const optimizer = { type: "ftrl", learningRate: 1 } as unknown as OptimizerConfig;
    expect(problemsWith({ loss, optimizer })).toEqual([
      expect.stringContaining('received "hinge"'),
      expect.stringContaining('received "ftrl"'),
    ]);
  });

  it("that are unknown, with the nearest name, and all that is wrong at once", () => {
    const wrong = { batch_size: 8, optimiser: {}, lowering: { blocked: 0 }, softLabels: 1 };
    expect(problemsOf(() => compileTrainingStep(testModel([4, 4, 3], head()), wrong as never))).toEqual([
      expect.stringContaining('has no option "batch_size". Did you mean "batchSize"?'),
      expect.stringContaining('has no option "optimiser". Did you mean "optimizer"?'),
      'expected compileTrainingStep.lowering to be "portable", "gpu" or { blocked, fromChannels? }, received {"blocked":0}',
      "expected compileTrainingStep.softLabels to be true or false, received 1",
      "expected compileTrainingStep.batchSize to be a positive integer, received nothing",
      "expected compileTrainingStep.loss to be an object, received nothing",
      "expected compileTrainingStep.optimizer to be an object, received nothing",
      "expected preprocessing to be { scale, mean?, std? }, received nothing",
    ]);
    expect(problemsOf(() => compileTrainingStep(testModel([4, 4, 3], head()), undefined as never))).toEqual([
      "expected the options of compileTrainingStep to be an object, received undefined",
    ]);
  });

  it("of inference", () => {
    const compile = () => compileInference(testModel([4, 4, 3], head()), options as InferenceOptions);
    expect(problemsOf(compile)).toEqual([
      expect.stringContaining('compileInference has no option "loss"'),
      expect.stringContaining('compileInference has no option "optimizer"'),
    ]);
  });
});

describe("what no engine can do is told apart from what this compiler cannot", () => {
  const endingIn = (layer: tf.layers.Layer) =>
    tf.sequential({ name: "net", layers: [tf.layers.flatten({ inputShape: [4, 4, 3] }), layer] });
  const refusal = (model: tf.LayersModel, loss: LossConfig = options.loss) => {
    try {
      compileTrainingStep(model, { ...options, loss });
    } catch (error) {
      if (error instanceof UnsupportedModelError) return error;
      throw error;
    }
    throw new Error("the model was compiled, but a refusal was expected");
  };

  it("a layer without compiler is left to another engine", () => {
    const model = testModel([4, 4, 3], [tf.layers.gaussianNoise({ stddev: 1 }), ...head()]);
    expect(refusal(model).isBeyondAnyEngine).toBe(false);
    expect(refusal(model).message).toContain('train with the "tfjs" engine');
    expect(modelProblems(model, { loss: options.loss })).toEqual([]);
  });

  it("all layers frozen", () => {
    const layers = head();
    for (const layer of layers) layer.trainable = false;
    const model = testModel([4, 4, 3], layers);
    const reason = "it has no weights to train; set trainable = true on the layers that are to learn";
    expect(refusal(model).problems).toEqual([{ layer: model.name, className: "Model", reason }]);
    expect(refusal(model).isBeyondAnyEngine).toBe(true);
    expect(refusal(model).message).not.toContain("tfjs");
    expect(modelProblems(model, { loss: options.loss })).toEqual([`model "${model.name}": ${reason}`]);
    expect(() =>
      compileInference(model, { batchSize: 2, preprocessing: options.preprocessing }),
    ).not.toThrow();
  });

  it("maps at the end", () => {
    const model = tf.sequential({
      name: "net",
      layers: [tf.layers.conv2d({ inputShape: [4, 4, 3], filters: 2, kernelSize: 1, name: "conv" })],
    });
    expect(modelProblems(model, { loss: options.loss })).toEqual([
      'model "net", layer "conv" (Conv2D): it ends in [batch, 4, 4, 2]; [batch, classes] is expected; put a global pooling or a flatten and a dense layer behind it',
    ]);
    expect(refusal(model).isBeyondAnyEngine).toBe(true);
  });

  it("one unit under a loss or a softmax of several", () => {
    const one = endingIn(tf.layers.dense({ units: 1, activation: "softmax" }));
    expect(modelProblems(one, { loss: options.loss })).toEqual([
      'model "net": its softmax over one unit is always 1; use the activation "sigmoid", or a unit for each class',
      'model "net": its one output cannot learn with categoricalCrossentropy; use the loss binaryCrossentropy, or a unit for each class',
    ]);
    const sigmoid = endingIn(tf.layers.dense({ units: 1, activation: "sigmoid" }));
    expect(modelProblems(sigmoid, { loss: { type: "binaryCrossentropy" } })).toEqual([]);
  });
});
