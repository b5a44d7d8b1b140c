import * as tf from "@tensorflow/tfjs";
import { classifier, stem, testLayerCompiler } from "../../test/layer-contract.js";

const casesOf = (pooling: () => tf.layers.Layer) =>
  [
    { name: "maps", inputShape: [4, 5, 1], layers: () => [stem(3), pooling(), classifier()] },
    {
      name: "maps of many channels",
      inputShape: [3, 3, 1],
      layers: () => [stem(18), pooling(), classifier()],
    },
    { name: "maps of one position", inputShape: [1, 1, 2], layers: () => [stem(4), pooling(), classifier()] },
    {
      name: "at the end, before a softmax",
      inputShape: [3, 4, 1],
      batchSize: 3,
      layers: () => [stem(3), pooling(), tf.layers.activation({ activation: "softmax" })],
    },
  ] as const;

testLayerCompiler("GlobalAveragePooling2D", {
  cases: casesOf(() => tf.layers.globalAveragePooling2d({})),
  unsupported: [
    {
      name: "channels first",
      inputShape: [4, 4, 4],
      layers: () => [tf.layers.globalAveragePooling2d({ dataFormat: "channelsFirst" }), classifier()],
      reasons: [/^dataFormat "channelsFirst" is not supported/],
    },
  ],
});

testLayerCompiler("GlobalMaxPooling2D", { cases: casesOf(() => tf.layers.globalMaxPooling2d({})) });
