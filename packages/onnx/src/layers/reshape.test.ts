import * as tf from "@tensorflow/tfjs";
import { classifier, head, rowsStem, stem, testLayerCompiler } from "../../test/layer-contract.js";

const conv = () => tf.layers.conv2d({ filters: 2, kernelSize: 2, activation: "tanh", name: "behind" });

testLayerCompiler("Reshape", {
  cases: [
    {
      name: "features to maps",
      inputShape: [3, 3, 1],
      layers: () => [...rowsStem(24), tf.layers.reshape({ targetShape: [2, 4, 3] }), conv(), ...head()],
    },
    {
      name: "maps to features",
      inputShape: [3, 2, 1],
      layers: () => [stem(4), tf.layers.reshape({ targetShape: [24] }), classifier()],
    },
    {
      name: "maps to other maps",
      inputShape: [4, 3, 1],
      layers: () => [stem(4), tf.layers.reshape({ targetShape: [3, 8, 2] }), conv(), ...head()],
    },
    {
      name: "flattened maps to maps",
      inputShape: [3, 2, 1],
      layers: () => [
        stem(4),
        tf.layers.flatten(),
        tf.layers.reshape({ targetShape: [4, 3, 2] }),
        conv(),
        ...head(),
      ],
    },
  ],
});

testLayerCompiler("Permute", {
  cases: [
    {
      name: "height and width of maps",
      inputShape: [4, 3, 1],
      layers: () => [stem(2), tf.layers.permute({ dims: [2, 1, 3] }), conv(), ...head()],
    },
    {
      name: "the channels go first",
      inputShape: [4, 3, 1],
      layers: () => [stem(5), tf.layers.permute({ dims: [3, 1, 2] }), conv(), ...head()],
    },
    {
      name: "of five axes: a channel shuffle",
      inputShape: [3, 2, 1],
      layers: () => [
        stem(6),
        tf.layers.reshape({ targetShape: [3, 2, 2, 3] }),
        tf.layers.permute({ dims: [1, 2, 4, 3] }),
        tf.layers.reshape({ targetShape: [3, 2, 6] }),
        conv(),
        ...head(),
      ],
    },
    {
      name: "of three axes, flattened",
      inputShape: [3, 2, 1],
      layers: () => [
        stem(2),
        tf.layers.reshape({ targetShape: [6, 2] }),
        tf.layers.permute({ dims: [2, 1] }),
        ...head(),
      ],
    },
  ],
});
