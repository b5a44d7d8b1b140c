import { GroupNormalization } from "@imgcls/architectures";
import * as tf from "@tensorflow/tfjs";
import { classifier, head, rowsStem, stem, testLayerCompiler } from "../../test/layer-contract.js";

type Options = Parameters<typeof tf.layers.layerNormalization>[0];
const normalization = (options: Options = {}) => tf.layers.layerNormalization({ name: "tested", ...options });

testLayerCompiler("LayerNormalization", {
  cases: [
    { name: "maps", inputShape: [3, 4, 1], layers: () => [stem(5), normalization(), ...head()] },
    {
      name: "features",
      inputShape: [3, 3, 1],
      layers: () => [...rowsStem(6), normalization(), classifier()],
    },
    {
      name: "flattened maps",
      inputShape: [2, 2, 1],
      layers: () => [stem(3), tf.layers.flatten(), normalization(), classifier()],
    },
    {
      name: "another epsilon, without scale, which TensorFlow.js cannot train",
      tfjsHasNoGradient: true,
      inputShape: [3, 3, 1],
      layers: () => [stem(4), normalization({ epsilon: 0.1, scale: false }), ...head()],
    },
    {
      name: "without center, which TensorFlow.js cannot train",
      tfjsHasNoGradient: true,
      inputShape: [3, 3, 1],
      layers: () => [stem(4), normalization({ center: false }), ...head()],
    },
  ],
  unsupported: [
    {
      name: "other axes",
      inputShape: [4, 4, 4],
      layers: () => [normalization({ axis: [1, 2] }), ...head()],
      reasons: [/^axis \[1,2\] is not supported here, use -1$/],
    },
  ],
});

testLayerCompiler("GroupNormalization", {
  cases: [
    {
      name: "2 groups",
      inputShape: [3, 4, 1],
      layers: () => [stem(6), new GroupNormalization({ groups: 2 }), ...head()],
    },
    {
      name: "1 group",
      inputShape: [3, 3, 1],
      layers: () => [stem(4), new GroupNormalization({ groups: 1 }), ...head()],
    },
    {
      name: "a group for each channel, another epsilon",
      inputShape: [4, 4, 1],
      layers: () => [stem(3), new GroupNormalization({ groups: 3, epsilon: 0.01 }), ...head()],
    },
  ],
});
