import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { ChannelBias } from "./channel-bias.js";
import { ChannelPadding } from "./channel-padding.js";
import { ChannelShuffle } from "./channel-shuffle.js";
import { ChannelSlice } from "./channel-slice.js";
import { GroupNormalization } from "./group-normalization.js";
import { GroupedConv2D } from "./grouped-conv2d.js";
import { LayerScale } from "./layer-scale.js";
import { LocalResponseNormalization } from "./local-response-normalization.js";
import { registerLayers } from "./register-layers.js";
import { StochasticDepth } from "./stochastic-depth.js";
import { SumPooling2D } from "./sum-pooling2d.js";

beforeAll(registerLayers);

const SHAPE = [2, 5, 4, 4] as const;
const input = tf.randomUniform<tf.Rank.R4>([...SHAPE], -1, 1, "float32", 1);
const seeded = tf.initializers.glorotUniform({ seed: 1 });

interface LayerCase {
  readonly layer: () => tf.layers.Layer;
  readonly outputShape: readonly number[];
  readonly config: object;
}

const cases: Record<string, LayerCase> = {
  GroupedConv2D: {
    layer: () =>
      new GroupedConv2D({
        name: "layer",
        filters: 6,
        kernelSize: 3,
        strides: [2, 1],
        groups: 2,
        padding: "same",
        activation: "relu",
        kernelInitializer: seeded,
      }),
    outputShape: [2, 3, 4, 6],
    config: {
      filters: 6,
      kernelSize: [3, 3],
      strides: [2, 1],
      dilationRate: [1, 1],
      groups: 2,
      useBias: true,
    },
  },
  SumPooling2D: {
    layer: () => new SumPooling2D({ name: "layer", poolSize: 2, strides: [2, 1] }),
    outputShape: [2, 2, 3, 4],
    config: { poolSize: [2, 2], strides: [2, 1], padding: "valid" },
  },
  LocalResponseNormalization: {
    layer: () => new LocalResponseNormalization({ name: "layer", depthRadius: 1, alpha: 0.5 }),
    outputShape: SHAPE,
    config: { depthRadius: 1, bias: 2, alpha: 0.5, beta: 0.75 },
  },
  ChannelShuffle: {
    layer: () => new ChannelShuffle({ name: "layer", groups: 2 }),
    outputShape: SHAPE,
    config: { groups: 2 },
  },
  ChannelSlice: {
    layer: () => new ChannelSlice({ name: "layer", start: 1, size: 2 }),
    outputShape: [2, 5, 4, 2],
    config: { start: 1, size: 2 },
  },
  ChannelPadding: {
    layer: () => new ChannelPadding({ name: "layer", padding: [1, 2] }),
    outputShape: [2, 5, 4, 7],
    config: { padding: [1, 2] },
  },
  ChannelBias: { layer: () => new ChannelBias({ name: "layer" }), outputShape: SHAPE, config: {} },
  LayerScale: {
    layer: () => new LayerScale({ name: "layer", initialValue: 0.5 }),
    outputShape: SHAPE,
    config: { initialValue: 0.5 },
  },
  StochasticDepth: {
    layer: () => new StochasticDepth({ name: "layer", rate: 0.5 }),
    outputShape: SHAPE,
    config: { rate: 0.5 },
  },
  GroupNormalization: {
    layer: () => new GroupNormalization({ name: "layer", groups: 2 }),
    outputShape: SHAPE,
    config: { groups: 2, epsilon: 1e-3 },
  },
};

const modelOf = (layer: tf.layers.Layer): tf.LayersModel => {
  const image = tf.input({ shape: SHAPE.slice(1) });
  return tf.model({ inputs: image, outputs: layer.apply(image) as tf.SymbolicTensor });
};

describe.each(Object.entries(cases))("%s", (className, { layer, outputShape, config }) => {
  it("predicts the shape that it announces", () => {
    const model = modelOf(layer());
    expect(model.outputs[0]?.shape.slice(1)).toEqual(outputShape.slice(1));
    expect((model.predict(input) as tf.Tensor).shape).toEqual(outputShape);
  });

  it("survives being saved and loaded, with weights", async () => {
    const model = modelOf(layer());
    const artifacts = await new Promise<tf.io.ModelArtifacts>((resolve) => {
      void model.save(
        tf.io.withSaveHandler(async (saved) => {
          resolve(saved);
          return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(saved) };
        }),
      );
    });
    const topology = JSON.parse(JSON.stringify(artifacts.modelTopology)) as object;
    const loaded = await tf.loadLayersModel(tf.io.fromMemory({ ...artifacts, modelTopology: topology }));
    const copy = loaded.getLayer("layer");
    expect(copy.getClassName()).toBe(className);
    expect(copy.getConfig()).toMatchObject({ name: "layer", ...config });
    expect(copy.getConfig()).toEqual(model.getLayer("layer").getConfig());
    const [before, after] = [model, loaded].map((each) => (each.predict(input) as tf.Tensor).dataSync());
    expect(after).toEqual(before);
  });

  it("has the gradients of finite differences", () => {
    const model = modelOf(layer());
    const start = input.dataSync().slice();
    const loss = (x: tf.Tensor) => tf.sum(tf.square(model.apply(x) as tf.Tensor)) as tf.Scalar;
    const gradient = tf.grad(loss)(input).dataSync();
    const step = 1e-2;
    for (const index of [0, 7, 42, 101]) {
      const at = (offset: number) => {
        const moved = start.slice();
        moved[index]! += offset;
        return loss(tf.tensor(moved, [...SHAPE])).dataSync()[0]!;
      };
      const expected = (at(step) - at(-step)) / (2 * step);
      expect(Math.abs(gradient[index]! - expected)).toBeLessThan(0.01 * (1 + Math.abs(expected)));
    }
  });
});

describe("GroupedConv2D", () => {
  it("is Conv2D when there is one group", () => {
    const options = { filters: 3, kernelSize: 3, activation: "tanh", kernelInitializer: seeded } as const;
    const [ordinary, grouped] = [tf.layers.conv2d(options), new GroupedConv2D({ ...options, groups: 1 })];
    const [expected, found] = [ordinary, grouped].map((each) => (each.apply(input) as tf.Tensor).dataSync());
    expect(found).toEqual(expected);
  });

  it("is DepthwiseConv2D when every channel is a group", () => {
    const grouped = new GroupedConv2D({ filters: 4, kernelSize: 3, groups: 4, useBias: false });
    const found = grouped.apply(input) as tf.Tensor;
    const kernel = grouped.weights[0]!.read();
    expect(kernel.shape).toEqual([3, 3, 1, 4]);
    const expected = tf.depthwiseConv2d(input, kernel.transpose<tf.Tensor4D>([0, 1, 3, 2]), 1, "valid");
    expect(found.sub(expected).abs().max().dataSync()[0]).toBeLessThan(1e-6);
  });

  it("regularizes its kernel, and freezes with the layer", () => {
    const kernelRegularizer = tf.regularizers.l2({ l2: 1 });
    const layer = new GroupedConv2D({ filters: 4, kernelSize: 1, groups: 2, kernelRegularizer });
    const model = modelOf(layer);
    const squares = layer.weights[0]!.read().square().sum().dataSync()[0]!;
    expect(model.calculateLosses()[0]?.dataSync()[0]).toBeCloseTo(squares, 4);
    layer.trainable = false;
    expect(model.trainableWeights).toEqual([]);
  });

  it("says which number the groups do not divide", () => {
    expect(() => new GroupedConv2D({ name: "g", filters: 5, kernelSize: 1, groups: 2 })).toThrow(
      'GroupedConv2D "g": expected filters divisible by 2 groups, received 5',
    );
    const layer = new GroupedConv2D({ name: "g", filters: 6, kernelSize: 1, groups: 3 });
    expect(() => modelOf(layer)).toThrow("expected input channels divisible by 3 groups, received 4");
  });
});

it("SumPooling2D sums only what is there at the border of a same padding", () => {
  const ones = tf.ones<tf.Rank.R4>([1, 3, 3, 1]);
  const sums = new SumPooling2D({ poolSize: 2, padding: "same" }).apply(ones) as tf.Tensor;
  expect(Array.from(sums.dataSync())).toEqual([4, 2, 2, 1]);
});

it("ChannelShuffle deals the groups' channels out in turn", () => {
  const channels = tf.tensor4d([0, 1, 2, 3, 4, 5], [1, 1, 1, 6]);
  const shuffled = new ChannelShuffle({ groups: 2 }).apply(channels) as tf.Tensor;
  expect(Array.from(shuffled.dataSync())).toEqual([0, 3, 1, 4, 2, 5]);
});

it("LocalResponseNormalization is the paper's formula", () => {
  const values = [1, -2, 3, 0.5];
  const layer = new LocalResponseNormalization({ depthRadius: 1, bias: 2, alpha: 0.1, beta: 0.75 });
  const result = (layer.apply(tf.tensor4d(values, [1, 1, 1, 4])) as tf.Tensor).dataSync();
  const expected = values.map((value, i) => {
    const sum = values.slice(Math.max(0, i - 1), i + 2).reduce((total, each) => total + each * each, 0);
    return value / (2 + 0.1 * sum) ** 0.75;
  });
  for (const [i, value] of expected.entries()) expect(result[i]).toBeCloseTo(value, 5);
});

it("GroupNormalization gives every group of every image mean 0 and variance 1", () => {
  const layer = new GroupNormalization({ groups: 2, epsilon: 1e-7 });
  const groups = (layer.apply(input) as tf.Tensor).reshape([2, 20, 2, 2]);
  const { mean, variance } = tf.moments(groups, [1, 3]);
  for (const value of mean.dataSync()) expect(value).toBeCloseTo(0, 5);
  for (const value of variance.dataSync()) expect(value).toBeCloseTo(1, 4);
});

it("StochasticDepth leaves whole images out while training, and keeps the mean", () => {
  const layer = new StochasticDepth({ rate: 0.25 });
  const ones = tf.ones<tf.Rank.R4>([4000, 1, 1, 2]);
  const pairs = (layer.apply(ones, { training: true }) as tf.Tensor<tf.Rank.R4>).reshape([4000, 2]);
  const images = pairs.arraySync() as number[][];
  expect(images.every(([first, second]) => first === second)).toBe(true);
  const kept = images.filter(([first]) => first !== 0);
  expect(kept[0]?.[0]).toBeCloseTo(4 / 3, 6);
  // Four standard deviations of a binomial with n = 4000 and p = 0.75.
  expect(Math.abs(kept.length - 3000)).toBeLessThan(110);
  expect(Array.from((layer.apply(ones) as tf.Tensor).dataSync()).every((value) => value === 1)).toBe(true);
});

it("hardSwish is an activation by name", () => {
  const activation = tf.layers.activation({ activation: "hardSwish" as "relu" });
  const result = (activation.apply(tf.tensor1d([-4, -1, 0, 1, 5])) as tf.Tensor).dataSync();
  for (const [i, value] of [0, -1 / 3, 0, 2 / 3, 5].entries()) expect(result[i]).toBeCloseTo(value, 6);
  expect(activation.getConfig().activation).toBe("hardSwish");
});
