import * as tf from "@tensorflow/tfjs";
import { classifier, head, rowsStem, stem, testLayerCompiler } from "../../test/layer-contract.js";

const onMaps = (layer: () => tf.layers.Layer) => ({
  inputShape: [3, 4, 1],
  layers: () => [stem(3), layer(), ...head()],
});
const onRows = (layer: () => tf.layers.Layer) => ({
  inputShape: [3, 3, 1],
  layers: () => [...rowsStem(4), layer(), classifier()],
});
const activation = (name: "relu" | "tanh" | "sigmoid" | "softmax" | "linear") => () =>
  tf.layers.activation({ activation: name });

testLayerCompiler("Activation", {
  cases: [
    { name: "relu of maps", ...onMaps(activation("relu")) },
    { name: "tanh of maps", ...onMaps(activation("tanh")) },
    { name: "sigmoid of maps", ...onMaps(activation("sigmoid")) },
    { name: "softmax of maps, over the channels", ...onMaps(activation("softmax")) },
    { name: "linear", ...onMaps(activation("linear")) },
    { name: "relu of features", ...onRows(activation("relu")) },
    { name: "softmax of features", ...onRows(activation("softmax")) },
    {
      name: "relu before a pooling",
      inputShape: [4, 5, 1],
      layers: () => [stem(3), activation("relu")(), tf.layers.maxPooling2d({ poolSize: 2 }), ...head()],
    },
    {
      name: "softmax as the last layer",
      inputShape: [3, 3, 1],
      layers: () => [...rowsStem(4), tf.layers.dense({ units: 3 }), activation("softmax")()],
    },
  ],
  unsupported: [
    {
      name: "another function",
      ...onMaps(() => tf.layers.activation({ activation: "swish" })),
      reasons: [/^activation "swish" is not supported, use one of linear, relu, tanh, sigmoid, softmax$/],
    },
  ],
});

testLayerCompiler("ReLU", {
  cases: [
    { name: "of maps", ...onMaps(() => tf.layers.reLU()) },
    { name: "of features", ...onRows(() => tf.layers.reLU()) },
  ],
  unsupported: [
    {
      name: "a largest value",
      ...onMaps(() => tf.layers.reLU({ maxValue: 6 })),
      reasons: [/^maxValue is not supported, leave it out$/],
    },
  ],
});

testLayerCompiler("Softmax", {
  cases: [
    { name: "of maps, over the channels", ...onMaps(() => tf.layers.softmax({ axis: -1 })) },
    { name: "of features", ...onRows(() => tf.layers.softmax()) },
    { name: "of features, counted from the end", ...onRows(() => tf.layers.softmax({ axis: -1 })) },
    {
      name: "as the last layer",
      inputShape: [3, 3, 1],
      layers: () => [...rowsStem(4), tf.layers.dense({ units: 3 }), tf.layers.softmax()],
    },
  ],
  unsupported: [
    {
      name: "another axis than the channels, which on maps is TensorFlow.js's default",
      ...onMaps(() => tf.layers.softmax()),
      reasons: [/^axis 1 is not supported here, use -1$/],
    },
  ],
});
