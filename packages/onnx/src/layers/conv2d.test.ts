import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, it } from "vitest";
import { head, stem, testLayerCompiler } from "../../test/layer-contract.js";
import { compiledGradients, openCase } from "../../test/step-case.js";
import { restoreWeights, weightsOf } from "../../test/test-model.js";

type ConvOptions = Omit<Parameters<typeof tf.layers.conv2d>[0], "name">;

/** The convolution behind a trainable layer of `channels` maps, and a classifier behind it. */
const between = (channels: number, options: ConvOptions) => ({
  layers: () => [
    stem(channels),
    tf.layers.conv2d({ activation: "tanh", name: "tested", ...options }),
    ...head(),
  ],
});

testLayerCompiler("Conv2D", {
  cases: [
    { name: "3×3, valid", inputShape: [7, 6, 1], ...between(2, { filters: 3, kernelSize: 3 }) },
    {
      name: "3×3, same",
      inputShape: [5, 6, 2],
      ...between(3, { filters: 2, kernelSize: 3, padding: "same" }),
    },
    { name: "stride 2, same, odd size", inputShape: [7, 5, 1], ...strided(2, 3, "same") },
    { name: "stride 2, same, even size", inputShape: [6, 8, 1], ...strided(2, 3, "same") },
    { name: "stride 2, valid, last row unused", inputShape: [8, 6, 1], ...strided(2, 3, "valid") },
    { name: "stride 3, valid, two rows unused", inputShape: [8, 9, 1], ...strided(3, 3, "valid") },
    { name: "stride 3 wider than its 2×2 kernel, same", inputShape: [8, 7, 1], ...strided(3, 2, "same") },
    {
      name: "2×2 kernel, same: pads 0 before and 1 after",
      inputShape: [5, 4, 1],
      ...between(2, { filters: 2, kernelSize: 2, padding: "same" }),
    },
    {
      name: "4×4 kernel, same",
      inputShape: [6, 5, 1],
      ...between(2, { filters: 2, kernelSize: 4, padding: "same" }),
    },
    { name: "4×4 kernel, valid", inputShape: [6, 7, 1], ...between(2, { filters: 3, kernelSize: 4 }) },
    { name: "1×1", inputShape: [4, 3, 2], ...between(3, { filters: 2, kernelSize: 1 }) },
    {
      name: "3×2 kernel, strides 1×2",
      inputShape: [6, 7, 1],
      ...between(2, { filters: 3, kernelSize: [3, 2], strides: [1, 2], padding: "same" }),
    },
    {
      name: "dilation 2, valid",
      tfjsHasNoGradient: true,
      inputShape: [8, 7, 1],
      ...between(2, { filters: 3, kernelSize: 3, dilationRate: 2 }),
    },
    {
      name: "dilation 2, same",
      tfjsHasNoGradient: true,
      inputShape: [6, 7, 1],
      ...between(3, { filters: 2, kernelSize: 3, dilationRate: 2, padding: "same" }),
    },
    {
      name: "without bias",
      inputShape: [5, 5, 1],
      ...between(2, { filters: 2, kernelSize: 3, useBias: false }),
    },
    {
      name: "more filters than channels",
      inputShape: [5, 5, 1],
      ...between(2, { filters: 5, kernelSize: 3 }),
    },
    {
      name: "fewer filters than channels",
      inputShape: [5, 5, 1],
      ...between(5, { filters: 2, kernelSize: 3 }),
    },
    {
      name: "first layer, batch of 1",
      inputShape: [5, 4, 3],
      batchSize: 1,
      layers: () => [tf.layers.conv2d({ filters: 2, kernelSize: 3, activation: "sigmoid" }), ...head()],
    },
    {
      name: "relu, batch of 5",
      inputShape: [6, 6, 1],
      batchSize: 5,
      ...between(2, { filters: 3, kernelSize: 3, activation: "relu" }),
    },
  ],
  unsupported: [
    {
      name: "channels first",
      inputShape: [5, 5, 5],
      layers: () => [tf.layers.conv2d({ filters: 2, kernelSize: 3, dataFormat: "channelsFirst" }), ...head()],
      reasons: [/^dataFormat "channelsFirst" is not supported, use "channelsLast"$/],
    },
  ],
});

describe("dilation", () => {
  const inputShape = [8, 7, 2];
  const convolution = { filters: 3, name: "tested", activation: "tanh" } as const;
  const dilated = openCase({
    inputShape,
    layers: () => [tf.layers.conv2d({ ...convolution, kernelSize: 3, dilationRate: 2 }), ...head()],
  });
  const spread = openCase({
    inputShape,
    layers: () => [tf.layers.conv2d({ ...convolution, kernelSize: 5 }), ...head()],
  });

  /** A 3×3 kernel with zeros between its taps is the 5×5 kernel of the same function. */
  const withGaps = (kernel: Float32Array) =>
    tf.tidy(() => {
      const taps = tf.tensor(kernel, [3, 1, 3, 1, 2, 3]);
      const gapped = taps
        .pad([
          [0, 0],
          [0, 1],
          [0, 0],
          [0, 1],
          [0, 0],
          [0, 0],
        ])
        .reshape([6, 6, 2, 3]);
      return gapped.slice([0, 0, 0, 0], [5, 5, 2, 3]).dataSync() as Float32Array;
    });
  const withoutGaps = (kernel: Float32Array) =>
    tf.tidy(() => {
      const taps = tf.tensor(kernel, [5, 5, 2, 3]);
      return taps.stridedSlice([0, 0, 0, 0], [5, 5, 2, 3], [2, 2, 1, 1]).dataSync() as Float32Array;
    });

  it("has the gradient of the kernel with zeros between its taps", async () => {
    const weights = new Map(weightsOf(dilated.model));
    restoreWeights(spread.model, weights.set("tested/kernel", withGaps(weights.get("tested/kernel")!)));

    const actual = await compiledGradients(dilated);
    const expected = await compiledGradients(spread);
    const kernel = expected.gradients.get("tested/kernel")!;
    expectAllClose(actual.gradients.get("tested/kernel")!, withoutGaps(kernel), 1e-5, "kernel");
    const bias = expected.gradients.get("tested/bias")!;
    expectAllClose(actual.gradients.get("tested/bias")!, bias, 1e-5, "bias");
  });
});

function strided(strides: number, kernelSize: number, padding: "same" | "valid") {
  return between(2, { filters: 3, kernelSize, strides, padding });
}
