import * as tf from "@tensorflow/tfjs";
import { head, stem, testLayerCompiler } from "../../test/layer-contract.js";

testLayerCompiler("Flatten", {
  cases: [
    { name: "maps of one channel", inputShape: [3, 4, 1], layers: () => [stem(1), ...head()] },
    { name: "maps of several channels", inputShape: [3, 4, 2], layers: () => [stem(3), ...head()] },
    {
      name: "maps behind an activation",
      inputShape: [2, 3, 2],
      layers: () => [stem(3), tf.layers.activation({ activation: "sigmoid" }), ...head()],
    },
    {
      name: "an image of several channels",
      inputShape: [2, 3, 3],
      layers: () => head(),
    },
  ],
  unsupported: [
    {
      name: "channels first",
      inputShape: [2, 2, 2],
      layers: () => [tf.layers.flatten({ dataFormat: "channelsFirst" }), tf.layers.dense({ units: 2 })],
      reasons: [/^dataFormat "channelsFirst" is not supported/],
    },
  ],
});
