import * as tf from "@tensorflow/tfjs";
import { head, stem, testLayerCompiler } from "../../test/layer-contract.js";

type Options = Parameters<typeof tf.layers.conv2dTranspose>[0];

const between = (channels: number, options: Options) => ({
  layers: () => [
    stem(channels),
    tf.layers.conv2dTranspose({ activation: "tanh", name: "tested", ...options }),
    ...head(),
  ],
});

testLayerCompiler("Conv2DTranspose", {
  cases: [
    { name: "3×3, valid", inputShape: [3, 4, 1], ...between(2, { filters: 3, kernelSize: 3 }) },
    {
      name: "3×3, same",
      inputShape: [4, 3, 1],
      ...between(3, { filters: 2, kernelSize: 3, padding: "same" }),
    },
    {
      name: "stride 2, same",
      inputShape: [3, 4, 1],
      ...between(2, { filters: 3, kernelSize: 3, strides: 2, padding: "same" }),
    },
    {
      name: "stride 2, valid",
      inputShape: [3, 4, 1],
      ...between(2, { filters: 3, kernelSize: 3, strides: 2 }),
    },
    {
      name: "2×2 by 2: no overlap",
      inputShape: [3, 3, 1],
      ...between(3, { filters: 2, kernelSize: 2, strides: 2 }),
    },
    {
      name: "a stride wider than the kernel",
      inputShape: [3, 2, 1],
      ...between(2, { filters: 2, kernelSize: 2, strides: 3 }),
    },
    {
      name: "4×2 kernel, strides 2×1, without bias",
      inputShape: [3, 4, 1],
      ...between(2, { filters: 3, kernelSize: [4, 2], strides: [2, 1], padding: "same", useBias: false }),
    },
    {
      name: "first layer",
      inputShape: [3, 3, 3],
      layers: () => [tf.layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2 }), ...head()],
    },
  ],
});
