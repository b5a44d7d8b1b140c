import * as tf from "@tensorflow/tfjs";
import { head, stem, testLayerCompiler } from "../../test/layer-contract.js";

const conv = (kernelSize = 2, strides = 1) =>
  tf.layers.conv2d({ filters: 2, kernelSize, strides, activation: "tanh", name: "behind" });
type Borders = [[number, number], [number, number]];
const padding = (borders: Borders) => tf.layers.zeroPadding2d({ padding: borders });
const cropping = (borders: Borders) => tf.layers.cropping2D({ cropping: borders });

const everySide: Borders = [
  [1, 2],
  [3, 0],
];

testLayerCompiler("ZeroPadding2D", {
  cases: [
    {
      name: "every side by itself",
      inputShape: [3, 2, 1],
      layers: () => [stem(3), padding(everySide), ...head()],
    },
    {
      name: "before a convolution of stride 2",
      inputShape: [5, 6, 1],
      layers: () => [stem(3), tf.layers.zeroPadding2d({ padding: 1 }), conv(3, 2), ...head()],
    },
    {
      name: "wider than the kernel behind it",
      inputShape: [3, 3, 1],
      layers: () => [stem(2), tf.layers.zeroPadding2d({ padding: 3 }), conv(2), ...head()],
    },
    {
      name: "before a pooling of positive and of negative maps",
      inputShape: [4, 4, 1],
      layers: () => [
        stem(2),
        tf.layers.zeroPadding2d({ padding: 1 }),
        tf.layers.maxPooling2d({ poolSize: 3, strides: 2 }),
        ...head(),
      ],
      seed: 2,
    },
    {
      name: "of the image",
      inputShape: [4, 4, 2],
      layers: () => [tf.layers.zeroPadding2d({ padding: 1 }), conv(3), ...head()],
    },
  ],
  unsupported: [
    {
      name: "channels first",
      inputShape: [4, 4, 4],
      layers: () => [tf.layers.zeroPadding2d({ padding: 1, dataFormat: "channelsFirst" }), ...head()],
      reasons: [/^dataFormat "channelsFirst" is not supported/],
    },
  ],
});

testLayerCompiler("Cropping2D", {
  cases: [
    {
      name: "every side by itself",
      inputShape: [5, 6, 1],
      layers: () => [stem(3), cropping(everySide), ...head()],
    },
    {
      name: "what was padded",
      inputShape: [3, 4, 1],
      layers: () => [
        stem(2),
        padding(everySide),
        conv(),
        cropping([
          [1, 1],
          [1, 0],
        ]),
        ...head(),
      ],
    },
  ],
});

testLayerCompiler("UpSampling2D", {
  // TensorFlow.js's gradient of the nearest neighbour is wrong.
  cases: [
    {
      name: "2×2",
      tfjsHasNoGradient: true,
      inputShape: [3, 2, 1],
      layers: () => [stem(3), tf.layers.upSampling2d({ size: [2, 2] }), conv(), ...head()],
    },
    {
      name: "2×3",
      tfjsHasNoGradient: true,
      inputShape: [2, 3, 1],
      layers: () => [stem(3), tf.layers.upSampling2d({ size: [2, 3] }), conv(), ...head()],
    },
    {
      name: "of one position",
      tfjsHasNoGradient: true,
      inputShape: [1, 1, 2],
      layers: () => [stem(3), tf.layers.upSampling2d({ size: [3, 2] }), conv(), ...head()],
    },
  ],
  unsupported: [
    {
      name: "another interpolation",
      inputShape: [3, 3, 1],
      layers: () => [tf.layers.upSampling2d({ size: [2, 2], interpolation: "bilinear" }), ...head()],
      reasons: [/^interpolation "bilinear" is not supported, use "nearest"$/],
    },
  ],
});
