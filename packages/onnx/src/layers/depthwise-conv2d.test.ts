import * as tf from "@tensorflow/tfjs";
import { head, stem, testLayerCompiler } from "../../test/layer-contract.js";

type Options = Parameters<typeof tf.layers.depthwiseConv2d>[0];

const between = (channels: number, options: Options) => ({
  layers: () => [
    stem(channels),
    tf.layers.depthwiseConv2d({ activation: "tanh", name: "tested", ...options }),
    ...head(),
  ],
});

testLayerCompiler("DepthwiseConv2D", {
  cases: [
    { name: "3×3, valid", inputShape: [6, 5, 1], ...between(3, { kernelSize: 3 }) },
    { name: "3×3, same", inputShape: [5, 6, 1], ...between(3, { kernelSize: 3, padding: "same" }) },
    { name: "many channels", inputShape: [4, 4, 1], ...between(18, { kernelSize: 3, padding: "same" }) },
    {
      name: "stride 2, same, odd size",
      inputShape: [7, 5, 1],
      ...between(3, { kernelSize: 3, strides: 2, padding: "same" }),
    },
    {
      name: "stride 2, same, even size",
      inputShape: [6, 8, 1],
      ...between(2, { kernelSize: 3, strides: 2, padding: "same" }),
    },
    { name: "stride 2, valid", inputShape: [8, 6, 1], ...between(2, { kernelSize: 3, strides: 2 }) },
    {
      name: "two filters a channel",
      inputShape: [5, 5, 1],
      ...between(3, { kernelSize: 3, depthMultiplier: 2, padding: "same" }),
    },
    {
      name: "three filters a channel, stride 2",
      inputShape: [5, 6, 1],
      ...between(2, { kernelSize: [2, 3], depthMultiplier: 3, strides: [2, 2] }),
    },
    { name: "without bias", inputShape: [5, 5, 1], ...between(2, { kernelSize: 3, useBias: false }) },
    {
      name: "first layer, relu",
      inputShape: [5, 5, 3],
      layers: () => [tf.layers.depthwiseConv2d({ kernelSize: 3, activation: "relu" }), ...head()],
    },
  ],
  unsupported: [
    {
      name: "dilation, which TensorFlow.js ignores",
      inputShape: [6, 6, 1],
      layers: () => [stem(2), tf.layers.depthwiseConv2d({ kernelSize: 3, dilationRate: 2 }), ...head()],
      reasons: [/^dilationRate is not supported, TensorFlow.js ignores it/],
    },
  ],
});
