// The kinds of convolution, padding and pooling that introductions to convolutional networks describe, as examples.
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { chain, convolution, depthwiseConvolution, layerFactory, SumPooling2D } from "../src/index.js";

type Layers = ReturnType<typeof layerFactory>;

/** Output shape and parameters of a network for maps of 8×8 with 4 channels. */
function measured(network: (layers: Layers) => tf.layers.Layer[]): { shape: tf.Shape; parameters: number } {
  const image = tf.input({ shape: [8, 8, 4] });
  const model = tf.model({
    inputs: image,
    outputs: chain(image, ...network(layerFactory({ seed: 0 }))),
  });
  return { shape: model.outputs[0]!.shape.slice(1), parameters: model.countParams() };
}

describe("kinds of convolution, 8×8×4 to six channels", () => {
  const filters = 6;
  const kernelSize = 3;
  it.each<[string, (layers: Layers) => tf.layers.Layer[], tf.Shape, number]>([
    ["standard", (layers) => convolution(layers, { filters, kernelSize }), [8, 8, 6], 3 * 3 * 4 * 6 + 6],
    [
      "dilated: the same parameters see 5×5 pixels",
      (layers) => convolution(layers, { filters, kernelSize, dilationRate: 2, padding: "valid" }),
      [4, 4, 6],
      3 * 3 * 4 * 6 + 6,
    ],
    [
      "strided",
      (layers) => convolution(layers, { filters, kernelSize, strides: 2 }),
      [4, 4, 6],
      3 * 3 * 4 * 6 + 6,
    ],
    [
      "depthwise separable: each channel by itself, then 1×1",
      (layers) => [
        ...depthwiseConvolution(layers, { kernelSize }),
        ...convolution(layers, { filters, kernelSize: 1 }),
      ],
      [8, 8, 6],
      3 * 3 * 4 + 4 + 4 * 6 + 6,
    ],
    [
      "depthwise separable, as one layer",
      (layers) => [layers.separableConv2d({ filters, kernelSize, padding: "same" })],
      [8, 8, 6],
      3 * 3 * 4 + 4 * 6 + 6,
    ],
    [
      "grouped: filters see half of the channels",
      (layers) => convolution(layers, { filters, kernelSize, groups: 2 }),
      [8, 8, 6],
      3 * 3 * 2 * 6 + 6,
    ],
    [
      "spatially separable: a column, then a row",
      (layers) => [
        layers.conv2d({ filters, kernelSize: [3, 1], padding: "same" }),
        layers.conv2d({ filters, kernelSize: [1, 3], padding: "same" }),
      ],
      [8, 8, 6],
      3 * 4 * 6 + 6 + 3 * 6 * 6 + 6,
    ],
    [
      "1×1: a dense layer at every pixel",
      (layers) => convolution(layers, { filters, kernelSize: 1 }),
      [8, 8, 6],
      4 * 6 + 6,
    ],
  ])("%s", (_, network, shape, parameters) => expect(measured(network)).toEqual({ shape, parameters }));
});

it("dilated convolution reads every second pixel", () => {
  const layers = layerFactory({ seed: 0 });
  const image = tf.input({ shape: [5, 5, 1] });
  const options = { filters: 1, kernelSize: 3, dilationRate: 2, padding: "valid", useBias: false } as const;
  const model = tf.model({ inputs: image, outputs: chain(image, ...convolution(layers, options)) });
  model.setWeights([tf.ones([3, 3, 1, 1])]);
  const pixels = tf.range(0, 25).reshape([1, 5, 5, 1]);
  // Rows and columns 0, 2 and 4 of 0 … 24.
  expect((model.predict(pixels) as tf.Tensor).dataSync()[0]).toBe(0 + 2 + 4 + 10 + 12 + 14 + 20 + 22 + 24);
});

/** What a kernel of ones sums at the first of two positions, of the pixels 1, 10, 100 and 1000 in a row. */
it.each([
  ["same", 11],
  ["keras", 111],
] as const)("a strided convolution with padding %s begins there", (padding, sum) => {
  const image = tf.input({ shape: [1, 4, 1] });
  const layers = layerFactory({ seed: 0 });
  const options = { filters: 1, kernelSize: 3, strides: 2, padding, useBias: false };
  const model = tf.model({ inputs: image, outputs: chain(image, ...convolution(layers, options)) });
  model.setWeights([tf.ones([3, 3, 1, 1])]);
  const result = model.predict(tf.tensor4d([1, 10, 100, 1000], [1, 1, 4, 1])) as tf.Tensor;
  expect(Array.from(result.dataSync())[0]).toBe(sum);
  expect(result.size).toBe(2);
});

describe("padding, 8×8 and a kernel of 3×3", () => {
  it.each([
    ["valid", 6],
    ["same", 8],
    ["full", 10],
  ] as const)("%s: %d pixels a side remain", (padding, size) => {
    const { shape } = measured((layers) => convolution(layers, { filters: 1, kernelSize: 3, padding }));
    expect(shape).toEqual([size, size, 1]);
  });

  it("full gives every product of a picture and a kernel, as multiplying polynomials does", () => {
    const layers = layerFactory({ seed: 0 });
    const image = tf.input({ shape: [1, 3, 1] });
    const options = { filters: 1, kernelSize: 2, padding: "full", useBias: false } as const;
    const model = tf.model({ inputs: image, outputs: chain(image, ...convolution(layers, options)) });
    // The kernel's second row; convolution layers do not turn their kernels: (1 + 2x)(1 + 3x + 5x²), kernel backwards.
    model.setWeights([tf.tensor4d([0, 0, 2, 1], [2, 2, 1, 1])]);
    const result = model.predict(tf.tensor4d([1, 3, 5], [1, 1, 3, 1])) as tf.Tensor4D;
    expect(Array.from(result.slice([0, 0, 0, 0], [1, 1, 4, 1]).dataSync())).toEqual([1, 5, 11, 10]);
  });
});

it.each<[string, () => tf.layers.Layer, number[]]>([
  ["max", () => tf.layers.maxPooling2d({ poolSize: 2 }), [6, 8, 14, 16]],
  ["average", () => tf.layers.averagePooling2d({ poolSize: 2 }), [3.5, 5.5, 11.5, 13.5]],
  ["sum", () => new SumPooling2D({ poolSize: 2 }), [14, 22, 46, 54]],
  ["global max", () => tf.layers.globalMaxPooling2d({}), [16]],
  ["global average", () => tf.layers.globalAveragePooling2d({}), [8.5]],
  ["overlapping max", () => tf.layers.maxPooling2d({ poolSize: 3, strides: 1 }), [11, 12, 15, 16]],
])("%s pooling of 1 … 16", (_, layer, expected) => {
  const pixels = tf.range(1, 17).reshape([1, 4, 4, 1]);
  expect(Array.from((layer().apply(pixels) as tf.Tensor).dataSync())).toEqual(expected);
});
