import * as tf from "@tensorflow/tfjs";
import { head, type LayerCase, stem, testLayerCompiler } from "../../test/layer-contract.js";

type PoolOptions = Parameters<typeof tf.layers.maxPooling2d>[0];

const between = (options: PoolOptions) => ({
  layers: () => [stem(2), tf.layers.maxPooling2d(options), ...head()],
});

/**
 * Windows with equal maxima. Weights and pixels are multiples of 1/16, so every sum before the pooling is
 * exact and what is a tie in one implementation is one in all.
 */
const tied = (options: PoolOptions, pixels: (noise: Uint8Array) => Uint8Array): Omit<LayerCase, "name"> => ({
  inputShape: [7, 6, 2],
  hasTies: true,
  pixels,
  preprocessing: { scale: 1 / 256 },
  weights: (values) => values.map((value) => (Math.abs(Math.round(value * 16)) + 1) / 16),
  layers: () => [
    tf.layers.conv2d({ filters: 3, kernelSize: 2, activation: "relu" }),
    tf.layers.maxPooling2d(options),
    tf.layers.conv2d({ filters: 2, kernelSize: 1 }),
    ...head(),
  ],
});
const flat = (noise: Uint8Array) => noise.map(() => 128);
const twoLevels = (noise: Uint8Array) => noise.map((byte) => (byte < 128 ? 0 : 128));

testLayerCompiler("MaxPooling2D", {
  cases: [
    { name: "2×2", inputShape: [6, 4, 1], ...between({ poolSize: 2 }) },
    { name: "2×2, sizes that do not divide", inputShape: [5, 7, 1], ...between({ poolSize: 2 }) },
    { name: "3×3", inputShape: [6, 9, 1], ...between({ poolSize: 3 }) },
    { name: "3×3, sizes that do not divide", inputShape: [8, 7, 1], ...between({ poolSize: 3 }) },
    { name: "2×3", inputShape: [5, 7, 1], ...between({ poolSize: [2, 3] }) },
    { name: "overlapping, 3 by 2", inputShape: [7, 8, 1], ...between({ poolSize: 3, strides: 2 }) },
    { name: "overlapping, 2 by 1", inputShape: [4, 5, 1], ...between({ poolSize: 2, strides: 1 }) },
    { name: "with gaps, 2 by 3", inputShape: [8, 7, 1], ...between({ poolSize: 2, strides: 3 }) },
    {
      name: "same, sizes that do not divide",
      inputShape: [5, 7, 1],
      ...between({ poolSize: 2, padding: "same" }),
    },
    {
      name: "same, overlapping, 3 by 2",
      inputShape: [6, 7, 1],
      ...between({ poolSize: 3, strides: 2, padding: "same" }),
    },
    {
      name: "behind relu, which the compiler moves behind the pooling",
      inputShape: [7, 7, 1],
      layers: () => [
        stem(2),
        tf.layers.conv2d({ filters: 3, kernelSize: 2, activation: "relu" }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        ...head(),
      ],
    },
    {
      name: "with a last column that no window behind it takes",
      inputShape: [13, 12, 1],
      layers: () => [
        tf.layers.conv2d({ filters: 3, kernelSize: 2, activation: "relu" }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.conv2d({ filters: 2, kernelSize: 3, activation: "relu" }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        ...head(),
      ],
    },
    {
      name: "3 by 2, with a last row that no window behind it takes",
      inputShape: [14, 12, 1],
      seed: 1,
      layers: () => [
        stem(2),
        tf.layers.conv2d({ filters: 3, kernelSize: 2 }),
        tf.layers.maxPooling2d({ poolSize: 3, strides: 2 }),
        tf.layers.conv2d({ filters: 2, kernelSize: 2, strides: 3, activation: "relu" }),
        ...head(),
      ],
    },
    {
      name: "behind relu, same padding",
      inputShape: [6, 6, 1],
      seed: 1,
      layers: () => [
        tf.layers.conv2d({ filters: 3, kernelSize: 2, activation: "relu" }),
        tf.layers.maxPooling2d({ poolSize: 2, padding: "same" }),
        ...head(),
      ],
    },
    { name: "batch of 1", inputShape: [4, 4, 1], batchSize: 1, ...between({ poolSize: 2 }) },
    { name: "batch of 5", inputShape: [4, 4, 1], batchSize: 5, ...between({ poolSize: 2 }) },
    { name: "ties of a flat image, 2×2", ...tied({ poolSize: 2 }, flat) },
    { name: "ties of a flat image, 3 by 2", ...tied({ poolSize: 3, strides: 2 }, flat) },
    { name: "ties of an image of two levels, 2×2", ...tied({ poolSize: 2 }, twoLevels) },
    { name: "ties of an image of two levels, 3×3", ...tied({ poolSize: 3 }, twoLevels) },
    { name: "ties of an image of two levels, 3 by 2", ...tied({ poolSize: 3, strides: 2 }, twoLevels) },
    {
      name: "ties of an image of two levels, same padding",
      ...tied({ poolSize: 3, strides: 2, padding: "same" }, twoLevels),
    },
  ],
  unsupported: [
    {
      name: "channels first",
      inputShape: [4, 4, 4],
      layers: () => [tf.layers.maxPooling2d({ poolSize: 2, dataFormat: "channelsFirst" }), ...head()],
      reasons: [/^dataFormat "channelsFirst" is not supported/],
    },
  ],
});
