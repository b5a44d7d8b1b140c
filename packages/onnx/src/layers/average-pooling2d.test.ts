import { SumPooling2D } from "@imgcls/architectures";
import * as tf from "@tensorflow/tfjs";
import { head, type LayerCase, stem, testLayerCompiler } from "../../test/layer-contract.js";

type PoolOptions = Parameters<typeof tf.layers.averagePooling2d>[0];

const casesOf = (pooling: (options: PoolOptions) => tf.layers.Layer): readonly LayerCase[] => {
  const between = (options: PoolOptions) => ({ layers: () => [stem(2), pooling(options), ...head()] });
  return [
    { name: "2×2", inputShape: [6, 4, 1], ...between({ poolSize: 2 }) },
    { name: "2×2, sizes that do not divide", inputShape: [5, 7, 1], ...between({ poolSize: 2 }) },
    { name: "2×3", inputShape: [5, 7, 1], ...between({ poolSize: [2, 3] }) },
    { name: "overlapping, 3 by 2", inputShape: [7, 8, 1], ...between({ poolSize: 3, strides: 2 }) },
    { name: "overlapping, 3 by 1", inputShape: [4, 5, 1], ...between({ poolSize: 3, strides: 1 }) },
    { name: "with gaps, 2 by 3", inputShape: [8, 7, 1], ...between({ poolSize: 2, strides: 3 }) },
    { name: "whole maps", inputShape: [4, 3, 1], ...between({ poolSize: [4, 3] }) },
    {
      name: "same: what is padded does not count",
      inputShape: [5, 7, 1],
      ...between({ poolSize: 2, padding: "same" }),
    },
    {
      name: "same, overlapping, 3 by 2",
      inputShape: [6, 7, 1],
      ...between({ poolSize: 3, strides: 2, padding: "same" }),
    },
    {
      name: "same, overlapping, 3 by 1, batch of 5",
      inputShape: [4, 4, 1],
      batchSize: 5,
      ...between({ poolSize: 3, strides: 1, padding: "same" }),
    },
    {
      name: "same, a window larger than the maps",
      inputShape: [2, 3, 1],
      ...between({ poolSize: 4, strides: 2, padding: "same" }),
    },
  ];
};

testLayerCompiler("AveragePooling2D", {
  cases: casesOf((options) => tf.layers.averagePooling2d(options)),
  unsupported: [
    {
      name: "channels first",
      inputShape: [4, 4, 4],
      layers: () => [tf.layers.averagePooling2d({ poolSize: 2, dataFormat: "channelsFirst" }), ...head()],
      reasons: [/^dataFormat "channelsFirst" is not supported/],
    },
  ],
});

testLayerCompiler("SumPooling2D", {
  // Sums are large: with weights of the usual size the steps would diverge.
  cases: casesOf((options) => new SumPooling2D(options)).map((layerCase) => ({
    ...layerCase,
    weights: (values) => values.map((value) => value / 8),
  })),
});
