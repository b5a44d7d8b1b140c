import { StochasticDepth } from "@imgcls/architectures";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { chain, classifier, head, rowsStem, stem, testLayerCompiler } from "../../test/layer-contract.js";
import { testModel } from "../../test/test-model.js";
import { compileInference } from "../compile-inference.js";
import { compileTrainingStep } from "../compile-training-step.js";

const dropout = (rate: number) => tf.layers.dropout({ rate, name: "tested" });

testLayerCompiler("Dropout", {
  cases: [
    {
      name: "maps, whose bytes are ordered by channel",
      inputShape: [4, 3, 1],
      layers: () => [stem(3), dropout(0.3), ...head()],
    },
    {
      name: "flattened maps",
      inputShape: [3, 3, 1],
      layers: () => [stem(2), tf.layers.flatten(), dropout(0.5), classifier()],
    },
    {
      name: "as in inference: nothing is dropped",
      inputShape: [3, 3, 1],
      asInInference: ["Dropout"],
      layers: () => [stem(2), dropout(0.5), ...head()],
    },
    {
      name: "features",
      inputShape: [3, 3, 1],
      layers: () => [...rowsStem(8), dropout(0.5), classifier()],
    },
    { name: "the image itself", inputShape: [4, 4, 2], layers: () => [dropout(0.2), stem(2), ...head()] },
    {
      name: "several layers, each with its own bytes",
      inputShape: [3, 3, 1],
      layers: () => [
        stem(2),
        dropout(0.2),
        tf.layers.flatten(),
        tf.layers.dense({ units: 6, activation: "tanh" }),
        tf.layers.dropout({ rate: 0.5 }),
        classifier(),
      ],
    },
    {
      name: "almost everything dropped",
      inputShape: [4, 4, 1],
      layers: () => [stem(4), dropout(0.9), ...head()],
    },
    {
      name: "whole maps, by a noise shape",
      inputShape: [3, 4, 1],
      layers: () => [
        stem(4),
        tf.layers.dropout({ rate: 0.4, noiseShape: [null, 1, 1, null] as number[] }),
        ...head(),
      ],
    },
    {
      name: "the same features of all images",
      inputShape: [3, 3, 1],
      layers: () => [
        ...rowsStem(8),
        tf.layers.dropout({ rate: 0.4, noiseShape: [1, null] as number[] }),
        classifier(),
      ],
    },
    { name: "rate 0", inputShape: [3, 3, 1], layers: () => [stem(2), dropout(0), ...head()] },
  ],
  unsupported: [
    {
      name: "a noise shape",
      inputShape: [3, 3, 1],
      layers: () => [stem(2), tf.layers.dropout({ rate: 0.5, noiseShape: [2, 1, 1, 2] }), ...head()],
      reasons: [/^noiseShape \[2, 1, 1, 2\] is not supported, use null or 1 for each axis of the input$/],
    },
    {
      name: "a rate that rounds to everything",
      inputShape: [3, 3, 1],
      layers: () => [stem(2), dropout(0.999), ...head()],
      reasons: [/^rate 0.999 drops everything$/],
    },
  ],
});

testLayerCompiler("StochasticDepth", {
  cases: [
    {
      name: "a residual branch",
      inputShape: [3, 4, 1],
      batchSize: 5,
      layers: () => (image) => {
        const maps = chain(image, stem(3));
        const residual = tf.layers.conv2d({
          filters: 3,
          kernelSize: 3,
          padding: "same",
          activation: "tanh",
          name: "residual",
        });
        const branch = chain(maps, residual, new StochasticDepth({ rate: 0.4 }));
        return chain(tf.layers.add().apply([maps, branch]) as tf.SymbolicTensor, ...head());
      },
    },
    {
      name: "of features",
      inputShape: [3, 3, 1],
      batchSize: 5,
      layers: () => [...rowsStem(4), new StochasticDepth({ rate: 0.5 }), classifier()],
    },
  ],
});

describe("the random bytes of dropout", () => {
  const model = testModel([4, 3, 1], [stem(2), dropout(0.5), ...head()]);
  const options = {
    batchSize: 5,
    preprocessing: { scale: 1 / 255 },
    loss: { type: "categoricalCrossentropy" },
    optimizer: { type: "sgd", learningRate: 0.1 },
  } as const;

  it("are an input of the training step, one byte an element, named after the layer", () => {
    expect(compileTrainingStep(model, options).randomBytes).toEqual([
      { name: "tested/random", dtype: "uint8", shape: [5, 2, 4, 3], layer: "tested" },
    ]);
  });

  it("are not asked for at rate 0", () => {
    const off = testModel([4, 3, 1], [stem(2), dropout(0), ...head()]);
    expect(compileTrainingStep(off, options).randomBytes).toEqual([]);
  });

  it("are unknown to inference", () => {
    const { batchSize, preprocessing } = options;
    expect(Object.keys(compileInference(model, { batchSize, preprocessing }))).not.toContain("randomBytes");
  });
});
