import * as tf from "@tensorflow/tfjs";
import { head, stem, testLayerCompiler } from "../../test/layer-contract.js";

type Options = Parameters<typeof tf.layers.separableConv2d>[0];

const between = (channels: number, options: Options) => ({
  layers: () => [
    stem(channels),
    tf.layers.separableConv2d({ activation: "tanh", name: "tested", ...options }),
    ...head(),
  ],
});

testLayerCompiler("SeparableConv2D", {
  cases: [
    { name: "3×3, valid", inputShape: [6, 5, 1], ...between(3, { filters: 4, kernelSize: 3 }) },
    {
      name: "3×3, same",
      inputShape: [5, 6, 1],
      ...between(3, { filters: 2, kernelSize: 3, padding: "same" }),
    },
    {
      name: "stride 2, same",
      inputShape: [7, 6, 1],
      ...between(3, { filters: 4, kernelSize: 3, strides: 2, padding: "same" }),
    },
    {
      name: "two filters a channel",
      inputShape: [5, 5, 1],
      ...between(2, { filters: 3, kernelSize: 3, depthMultiplier: 2 }),
    },
    {
      name: "without bias",
      inputShape: [5, 5, 1],
      ...between(2, { filters: 3, kernelSize: 2, useBias: false }),
    },
    {
      name: "dilation",
      tfjsHasNoGradient: true,
      inputShape: [6, 7, 1],
      ...between(2, { filters: 3, kernelSize: 3, dilationRate: 2, padding: "same" }),
    },
    {
      name: "first layer",
      inputShape: [5, 4, 3],
      layers: () => [tf.layers.separableConv2d({ filters: 4, kernelSize: 3, activation: "relu" }), ...head()],
    },
  ],
});
