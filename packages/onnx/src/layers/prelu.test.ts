import * as tf from "@tensorflow/tfjs";
import { classifier, head, rowsStem, stem, testLayerCompiler } from "../../test/layer-contract.js";

type Options = Parameters<typeof tf.layers.prelu>[0];
const between = (options: Options) => ({
  inputShape: [3, 4, 1],
  layers: () => [stem(3), tf.layers.prelu({ name: "tested", ...options }), ...head()],
});

testLayerCompiler("PReLU", {
  cases: [
    { name: "a slope for each channel", ...between({ sharedAxes: [1, 2] }) },
    { name: "a slope for each element", ...between({}) },
    { name: "a slope for each row", ...between({ sharedAxes: [2, 3] }) },
    { name: "one slope", ...between({ sharedAxes: [1, 2, 3] }) },
    {
      name: "of features",
      inputShape: [3, 3, 1],
      layers: () => [...rowsStem(4), tf.layers.prelu({ name: "tested" }), classifier()],
    },
    {
      name: "of flattened maps",
      inputShape: [2, 2, 1],
      layers: () => [stem(3), tf.layers.flatten(), tf.layers.prelu({ name: "tested" }), classifier()],
    },
  ],
});
