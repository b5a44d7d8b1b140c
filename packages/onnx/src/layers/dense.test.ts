import * as tf from "@tensorflow/tfjs";
import { classifier, head, rowsStem, stem, testLayerCompiler } from "../../test/layer-contract.js";

type DenseOptions = Omit<Parameters<typeof tf.layers.dense>[0], "units">;

const tested = (options: DenseOptions = {}) => tf.layers.dense({ units: 4, name: "tested", ...options });

const between = (options: DenseOptions) => ({
  inputShape: [3, 3, 1],
  layers: () => [...rowsStem(5), tested(options), classifier()],
});

testLayerCompiler("Dense", {
  cases: [
    { name: "linear", ...between({}) },
    { name: "relu", ...between({ activation: "relu" }) },
    { name: "tanh", ...between({ activation: "tanh" }) },
    { name: "sigmoid", ...between({ activation: "sigmoid" }) },
    { name: "softmax inside the model", ...between({ activation: "softmax" }) },
    { name: "without bias", ...between({ activation: "tanh", useBias: false }) },
    {
      name: "behind flattened maps of several channels, whose features the graph orders by channel",
      inputShape: [3, 4, 2],
      layers: () => [stem(3), tf.layers.flatten(), tested({ activation: "tanh" }), classifier()],
    },
    {
      name: "behind a flattened image",
      inputShape: [2, 3, 3],
      layers: () => [tf.layers.flatten(), tested({ activation: "tanh" }), classifier()],
    },
    {
      name: "behind flattened maps and dropout",
      inputShape: [3, 4, 2],
      layers: () => [stem(3), tf.layers.flatten(), tf.layers.dropout({ rate: 0.25 }), tested(), classifier()],
    },
    {
      name: "along the channels of maps",
      inputShape: [3, 4, 1],
      layers: () => [stem(3), tested({ activation: "tanh" }), ...head()],
    },
    { name: "batch of 1", batchSize: 1, ...between({ activation: "tanh" }) },
    { name: "batch of 5", batchSize: 5, ...between({ activation: "tanh" }) },
  ],
  unsupported: [
    {
      name: "a tensor of another rank",
      inputShape: [3, 2, 1],
      layers: () => [tf.layers.reshape({ targetShape: [3, 2] }), tested(), tf.layers.flatten()],
      reasons: [
        /^it takes \[batch, features\] or feature maps, \[batch, height, width, channels\], not \[batch, 3, 2\]$/,
      ],
    },
  ],
});
