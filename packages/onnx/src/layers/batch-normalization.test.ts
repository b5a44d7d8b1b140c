import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { chain, classifier, head, rowsStem, stem, testLayerCompiler } from "../../test/layer-contract.js";
import { compilerOptions, openCase } from "../../test/step-case.js";
import { compileTrainingStep } from "../compile-training-step.js";

type Options = Parameters<typeof tf.layers.batchNormalization>[0];
const normalization = (options: Options = {}) => tf.layers.batchNormalization({ name: "tested", ...options });

testLayerCompiler("BatchNormalization", {
  cases: [
    { name: "maps", inputShape: [4, 5, 1], layers: () => [stem(3), normalization(), ...head()] },
    {
      name: "maps of many channels",
      inputShape: [3, 3, 1],
      layers: () => [stem(17), normalization(), ...head()],
    },
    {
      name: "maps of more elements than are centred first",
      inputShape: [36, 36, 1],
      batchSize: 4,
      // A bias before a normalization has no gradient but the rounding of sums, which are long here.
      layers: () => [
        tf.layers.conv2d({ filters: 3, kernelSize: 2, useBias: false, name: "unbiased" }),
        normalization(),
        tf.layers.activation({ activation: "tanh" }),
        tf.layers.averagePooling2d({ poolSize: 7 }),
        ...head(),
      ],
    },
    {
      name: "another momentum and epsilon, a batch of 5",
      inputShape: [3, 4, 1],
      batchSize: 5,
      layers: () => [stem(2), normalization({ momentum: 0.6, epsilon: 1e-2 }), ...head()],
    },
    {
      name: "of features",
      inputShape: [3, 3, 1],
      batchSize: 6,
      layers: () => [...rowsStem(4), normalization(), classifier()],
    },
    {
      name: "of flattened maps",
      inputShape: [2, 3, 1],
      batchSize: 6,
      layers: () => [stem(2), tf.layers.flatten(), normalization(), classifier()],
    },
    { name: "first layer", inputShape: [4, 4, 3], layers: () => [normalization(), ...head()] },
    {
      name: "frozen: the averages of the past",
      inputShape: [4, 4, 1],
      layers: () => [stem(3), normalization({ trainable: false }), ...head()],
    },
    {
      name: "as in inference: the averages stay, scale and shift learn",
      inputShape: [4, 4, 1],
      asInInference: ["BatchNormalization"],
      layers: () => [stem(3), normalization(), ...head()],
    },
    {
      name: "without scale, which TensorFlow.js cannot train",
      tfjsHasNoGradient: true,
      inputShape: [4, 4, 1],
      layers: () => [stem(3), normalization({ scale: false }), ...head()],
    },
    {
      name: "without center, which TensorFlow.js cannot train",
      tfjsHasNoGradient: true,
      inputShape: [4, 4, 1],
      layers: () => [stem(3), normalization({ center: false }), ...head()],
    },
    {
      name: "called twice: the averages move twice",
      inputShape: [4, 4, 1],
      layers: () => {
        const shared = normalization();
        const between = tf.layers.conv2d({ filters: 3, kernelSize: 2, activation: "tanh", name: "between" });
        return (image) => chain(image, stem(3), shared, between, shared, ...head());
      },
    },
  ],
  unsupported: [
    {
      name: "another axis",
      inputShape: [4, 4, 4],
      layers: () => [normalization({ axis: 1 }), ...head()],
      reasons: [/^axis 1 is not supported here, use -1$/],
    },
  ],
});

describe("the moving averages", () => {
  const variablesOf = (trainable: boolean) => {
    const open = openCase({
      inputShape: [4, 4, 1],
      layers: () => [stem(2), normalization({ trainable }), ...head()],
    });
    const { variables } = compileTrainingStep(open.model, {
      ...compilerOptions(open),
      optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9 },
    });
    return variables.filter(({ name }) => name.startsWith("tested/moving"));
  };

  it("are variables of the step without slots", () => {
    expect(variablesOf(true).map(({ name, kind, output }) => ({ name, kind, output }))).toEqual([
      { name: "tested/moving_mean", kind: "weight", output: "tested/moving_mean/next" },
      { name: "tested/moving_variance", kind: "weight", output: "tested/moving_variance/next" },
    ]);
  });

  it("of a frozen layer stay", () => {
    expect(variablesOf(false).map(({ output }) => output)).toEqual([undefined, undefined]);
  });
});
