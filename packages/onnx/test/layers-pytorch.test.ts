import { GroupedConv2D } from "@imgcls/architectures";
import { expectAllClose, formulaWeight, layerSteps, streamOf } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { compileTrainingStep } from "../src/index.js";
import { head, stem } from "./layer-contract.js";
import { LOWERINGS_OF_SMALL_MODELS } from "./lowerings.js";
import { runSteps } from "./run-step.js";
import { setWeights, testBatch, testModel, weightsOf } from "./test-model.js";

const { batchSize, rate, cases } = layerSteps;
const tested = { name: "tested", activation: "tanh" } as const;
const same = { padding: "same" } as const;
const { batchNormalization, conv2d, conv2dTranspose, depthwiseConv2d } = tf.layers;

/** Channels before the layer, and the layer, for each of the golden cases. */
const LAYERS: Readonly<Record<string, readonly [number, () => tf.layers.Layer]>> = {
  "dilation 2, valid": [2, () => conv2d({ ...tested, filters: 3, kernelSize: 3, dilationRate: 2 })],
  "dilation 2, same": [3, () => conv2d({ ...tested, ...same, filters: 2, kernelSize: 3, dilationRate: 2 })],
  "stride 2, same, even size": [
    2,
    () => conv2d({ ...tested, ...same, filters: 3, kernelSize: 3, strides: 2 }),
  ],
  "stride 3, 4x2 kernel, same": [
    2,
    () => conv2d({ ...tested, ...same, filters: 3, kernelSize: [4, 2], strides: 3 }),
  ],
  "two groups, stride 2, same": [
    4,
    () => new GroupedConv2D({ ...tested, ...same, filters: 6, kernelSize: 3, strides: 2, groups: 2 }),
  ],
  "three groups, dilation 2": [
    6,
    () => new GroupedConv2D({ ...tested, filters: 3, kernelSize: 3, dilationRate: 2, groups: 3 }),
  ],
  "depthwise, stride 2, same": [3, () => depthwiseConv2d({ ...tested, ...same, kernelSize: 3, strides: 2 })],
  "depthwise, two filters a channel": [
    3,
    () => depthwiseConv2d({ ...tested, kernelSize: [2, 3], depthMultiplier: 2 }),
  ],
  "transposed, stride 2, valid": [
    2,
    () => conv2dTranspose({ ...tested, filters: 3, kernelSize: 3, strides: 2 }),
  ],
  "transposed, stride 2, same": [
    2,
    () => conv2dTranspose({ ...tested, ...same, filters: 3, kernelSize: 3, strides: 2 }),
  ],
  "transposed, 4x2 kernel, strides 2x1, same": [
    3,
    () => conv2dTranspose({ ...tested, ...same, filters: 2, kernelSize: [4, 2], strides: [2, 1] }),
  ],
  "batch normalization": [3, () => batchNormalization({ name: "tested" })],
  "batch normalization, momentum 0.6, epsilon 0.01": [
    5,
    () => batchNormalization({ name: "tested", momentum: 0.6, epsilon: 0.01 }),
  ],
  "batch normalization, frozen": [3, () => batchNormalization({ name: "tested", trainable: false })],
};

describe.each(LOWERINGS_OF_SMALL_MODELS)("one step of single layers as PyTorch, $name", ({ lowering }) => {
  it.each(Object.entries(cases))("%s", async (name, { size, loss, changes }) => {
    const inputShape = [...size, 2];
    const [channels, layer] = LAYERS[name]!;
    const model = testModel(inputShape, [stem(channels), layer(), ...head()]);
    setWeights(model, (_, shape, weight) => {
      const values = formulaWeight(streamOf(weight), shape);
      return /gamma|variance/.test(weight) ? values.map((value) => 1 + 4 * value) : values;
    });
    const compiled = compileTrainingStep(model, {
      batchSize,
      loss: { type: "categoricalCrossentropy" },
      optimizer: { type: "sgd", learningRate: rate },
      preprocessing: { scale: 1 / 255 },
      lowering,
    });
    const before = weightsOf(model);
    const batch = testBatch(inputShape, 3, batchSize);
    const { losses, variables } = await runSteps(compiled, before, [batch], rate);

    expectAllClose(losses, [loss], 1e-6, "loss");
    expect([...before.keys()].sort()).toEqual(Object.keys(changes).sort());
    for (const [weight, expected] of Object.entries(changes)) {
      const start = before.get(weight)!;
      const changed = Float64Array.from(variables.get(weight)!, (value, i) => value - start[i]!);
      const norm = Math.sqrt(changed.reduce((total, change) => total + change * change, 0));
      const sum = changed.reduce((total, change) => total + change, 0);
      const actual = [norm, sum, ...expected.samples.map(([index]) => changed[index!]!)];
      const golden = [expected.norm, expected.sum, ...expected.samples.map(([, change]) => change!)];
      expectAllClose(actual, golden, 2e-5, `change of ${weight}`);
    }
  });
});
