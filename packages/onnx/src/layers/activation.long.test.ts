import { registerLayers } from "@imgcls/architectures";
import * as tf from "@tensorflow/tfjs";
import {
  classifier,
  head,
  type LayerCase,
  rowsStem,
  stem,
  testLayerCompiler,
} from "../../test/layer-contract.js";
import { ACTIVATIONS, type ActivationName, mixesChannels } from "./activation-functions.js";

registerLayers();

/** An activation of somebody's own. */
class Cube extends tf.serialization.Serializable {
  /** @nocollapse */
  static className = "cube";
  apply = (x: tf.Tensor): tf.Tensor => tf.pow(x, 3);
  getConfig = () => ({});
}
tf.serialization.registerClass(Cube);

const onMaps = (layer: () => tf.layers.Layer) => ({
  inputShape: [3, 4, 1],
  layers: () => [stem(3), layer(), ...head()],
});
const onRows = (layer: () => tf.layers.Layer) => ({
  inputShape: [3, 3, 1],
  layers: () => [...rowsStem(4), layer(), classifier()],
});
/** A stem whose results reach the bends of the functions. */
const wide = (layer: () => tf.layers.Layer) => ({
  inputShape: [3, 4, 1],
  weights: (values: Float32Array) => values.map((value) => 2 * value),
  layers: () => [tf.layers.conv2d({ filters: 4, kernelSize: 1, name: "stem" }), layer(), ...head()],
});
type TfjsActivation = Parameters<typeof tf.layers.activation>[0]["activation"];
const activation = (name: ActivationName) => () =>
  tf.layers.activation({ activation: name as TfjsActivation });

const everyFunction = (Object.keys(ACTIVATIONS) as ActivationName[]).flatMap((name): LayerCase[] => [
  { name: `${name} of maps`, ...onMaps(activation(name)) },
  ...(mixesChannels(name) ? [] : [{ name: `${name} where it bends`, ...wide(activation(name)) }]),
  { name: `${name} of features`, ...onRows(activation(name)) },
  {
    name: `${name} of flattened maps`,
    inputShape: [2, 3, 1],
    layers: () => [stem(2), tf.layers.flatten(), activation(name)(), classifier()],
  },
]);

testLayerCompiler("Activation", {
  cases: [
    ...everyFunction,
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
      ...onMaps(() => tf.layers.activation({ activation: "cube" as TfjsActivation })),
      reasons: [/^activation "cube" is not supported, use one of linear, relu, relu6, tanh, /],
    },
  ],
});

testLayerCompiler("ReLU", {
  cases: [
    { name: "of maps", ...onMaps(() => tf.layers.reLU()) },
    { name: "of features", ...onRows(() => tf.layers.reLU()) },
    { name: "up to 6", ...wide(() => tf.layers.reLU({ maxValue: 6 })) },
    {
      name: "before a pooling",
      inputShape: [4, 5, 1],
      layers: () => [stem(3), tf.layers.reLU(), tf.layers.maxPooling2d({ poolSize: 2 }), ...head()],
    },
  ],
  unsupported: [
    {
      name: "another largest value",
      ...onMaps(() => tf.layers.reLU({ maxValue: 5 })),
      reasons: [/^maxValue 5 is not supported, use 6 or leave it out$/],
    },
  ],
});

testLayerCompiler("LeakyReLU", {
  cases: [
    { name: "of maps", ...onMaps(() => tf.layers.leakyReLU()) },
    { name: "another slope", ...wide(() => tf.layers.leakyReLU({ alpha: 0.05 })) },
    { name: "of features", ...onRows(() => tf.layers.leakyReLU({ alpha: 0.2 })) },
  ],
});

testLayerCompiler("ELU", {
  cases: [
    { name: "of maps", ...onMaps(() => tf.layers.elu()) },
    { name: "where it bends", ...wide(() => tf.layers.elu()) },
    { name: "of features", ...onRows(() => tf.layers.elu()) },
  ],
});

/** Few elements: at the threshold the function jumps, and with it what differences measure. */
const thresholded = (options?: Parameters<typeof tf.layers.thresholdedReLU>[0]): Omit<LayerCase, "name"> => ({
  inputShape: [2, 2, 1],
  batchSize: 1,
  tfjsHasNoGradient: true,
  weights: (values) => values.map((value) => 2 * value),
  layers: () => [
    tf.layers.conv2d({ filters: 2, kernelSize: 1, name: "stem" }),
    tf.layers.thresholdedReLU(options),
    ...head(),
  ],
});

testLayerCompiler("ThresholdedReLU", {
  cases: [
    { name: "of maps", ...thresholded({ theta: 0.25 }) },
    { name: "of maps, the default threshold", ...thresholded() },
    { name: "below zero", ...thresholded({ theta: -0.25 }) },
  ],
});

testLayerCompiler("Rescaling", {
  cases: [
    { name: "maps", ...onMaps(() => tf.layers.rescaling({ scale: 0.5, offset: -0.25 })) },
    { name: "by a factor alone", ...onMaps(() => tf.layers.rescaling({ scale: 1 / 9 })) },
    { name: "features", ...onRows(() => tf.layers.rescaling({ scale: 1, offset: 0.5 })) },
    {
      name: "flattened maps",
      inputShape: [2, 3, 1],
      layers: () => [stem(2), tf.layers.flatten(), tf.layers.rescaling({ scale: 2 }), classifier()],
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
