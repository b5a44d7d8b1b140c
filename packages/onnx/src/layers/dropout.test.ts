import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { classifier, head, rowsStem, stem, testLayerCompiler } from "../../test/layer-contract.js";
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
    { name: "rate 0", inputShape: [3, 3, 1], layers: () => [stem(2), dropout(0), ...head()] },
  ],
  unsupported: [
    {
      name: "a noise shape",
      inputShape: [3, 3, 1],
      layers: () => [stem(2), tf.layers.dropout({ rate: 0.5, noiseShape: [2, 1, 1, 2] }), ...head()],
      reasons: [/^noiseShape is not supported, leave it out$/],
    },
    {
      name: "a rate that rounds to everything",
      inputShape: [3, 3, 1],
      layers: () => [stem(2), dropout(0.999), ...head()],
      reasons: [/^rate 0.999 drops everything$/],
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
    expect(Object.keys(compileInference(model, options))).not.toContain("randomBytes");
  });
});
