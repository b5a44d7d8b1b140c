import * as tf from "@tensorflow/tfjs";
import {
  chain,
  classifier,
  head,
  type LayerCase,
  rowsStem,
  stem,
  testLayerCompiler,
} from "../../test/layer-contract.js";

const conv = (name: string, filters = 3) =>
  tf.layers.conv2d({ filters, kernelSize: 2, activation: "tanh", name });
const dense = (name: string, units = 3) => tf.layers.dense({ units, activation: "tanh", name });

/** Three branches, merged. */
const ofMaps = (merge: () => tf.layers.Layer): Omit<LayerCase, "name"> => ({
  inputShape: [4, 5, 1],
  layers: () => (image) => {
    const input = chain(image, stem(2));
    const branches = ["a", "b", "c"].map((name) => chain(input, conv(name)));
    return chain(merge().apply(branches) as tf.SymbolicTensor, ...head());
  },
});

const ofFeatures = (merge: () => tf.layers.Layer): Omit<LayerCase, "name"> => ({
  inputShape: [3, 3, 1],
  layers: () => (image) => {
    const input = chain(image, ...rowsStem(4));
    const branches = ["a", "b"].map((name) => chain(input, dense(name)));
    return chain(merge().apply(branches) as tf.SymbolicTensor, classifier());
  },
});

/** Squeeze and excitation: features, or maps of one position, merged with maps, in either order. */
const repeated = (merge: () => tf.layers.Layer, ...order: (0 | 1)[]): Omit<LayerCase, "name"> => ({
  inputShape: [4, 3, 1],
  layers: () => (image) => {
    const maps = chain(image, stem(3));
    const gates = chain(maps, tf.layers.globalAveragePooling2d({}), dense("gates"));
    const operands = [maps, gates] as const;
    const merged = merge().apply(order.map((i) => operands[i]));
    return chain(merged as tf.SymbolicTensor, ...head());
  },
});

const repeatedMaps = (merge: () => tf.layers.Layer): Omit<LayerCase, "name"> => ({
  inputShape: [4, 3, 1],
  layers: () => (image) => {
    const maps = chain(image, stem(3));
    const gates = chain(
      maps,
      tf.layers.globalAveragePooling2d({}),
      tf.layers.reshape({ targetShape: [1, 1, 3] }),
      tf.layers.conv2d({ filters: 3, kernelSize: 1, activation: "sigmoid", name: "gates" }),
    );
    return chain(merge().apply([maps, gates]) as tf.SymbolicTensor, ...head());
  },
});

const flattenedBranches = (merge: () => tf.layers.Layer): Omit<LayerCase, "name"> => ({
  inputShape: [3, 2, 1],
  layers: () => (image) => {
    const flattened = chain(image, stem(2), tf.layers.flatten());
    const other = chain(flattened, dense("other", 12));
    return chain(merge().apply([flattened, other]) as tf.SymbolicTensor, classifier());
  },
});

const unsupported = (merge: () => tf.layers.Layer) => [
  {
    name: "shapes that TensorFlow.js would broadcast along the channels",
    inputShape: [3, 3, 1],
    layers: () => (image: tf.SymbolicTensor) => {
      const maps = chain(image, stem(3));
      const one = chain(maps, tf.layers.conv2d({ filters: 1, kernelSize: 1, name: "one" }));
      return chain(merge().apply([maps, one]) as tf.SymbolicTensor, ...head());
    },
    reasons: [/^its inputs \[3,3,3\] and \[3,3,1\] differ in more than a single position being repeated$/],
  },
];

testLayerCompiler("Add", {
  cases: [
    { name: "three maps", ...ofMaps(tf.layers.add) },
    { name: "features", ...ofFeatures(tf.layers.add) },
    { name: "flattened maps and features", ...flattenedBranches(tf.layers.add) },
    { name: "maps and features", ...repeated(tf.layers.add, 0, 1) },
    {
      name: "a tensor to itself",
      inputShape: [3, 3, 1],
      layers: () => (image) => {
        const maps = chain(image, stem(2));
        return chain(tf.layers.add().apply([maps, maps]) as tf.SymbolicTensor, ...head());
      },
    },
    {
      name: "a shortcut around two layers",
      inputShape: [4, 4, 1],
      layers: () => (image) => {
        const input = chain(image, stem(3));
        const same = (name: string) =>
          tf.layers.conv2d({ filters: 3, kernelSize: 3, padding: "same", activation: "tanh", name });
        const residual = chain(input, same("first"), same("second"));
        return chain(tf.layers.add().apply([residual, input]) as tf.SymbolicTensor, ...head());
      },
    },
  ],
  unsupported: unsupported(tf.layers.add),
});

testLayerCompiler("Multiply", {
  cases: [
    { name: "three maps", ...ofMaps(tf.layers.multiply) },
    { name: "features", ...ofFeatures(tf.layers.multiply) },
    { name: "maps by features", ...repeated(tf.layers.multiply, 0, 1) },
    { name: "features by maps", ...repeated(tf.layers.multiply, 1, 0) },
    { name: "features by maps by features", ...repeated(tf.layers.multiply, 1, 0, 1) },
    { name: "maps by maps of one position", ...repeatedMaps(tf.layers.multiply) },
  ],
  unsupported: unsupported(tf.layers.multiply),
});

testLayerCompiler("Average", {
  cases: [
    { name: "three maps", ...ofMaps(tf.layers.average) },
    { name: "features", ...ofFeatures(tf.layers.average) },
  ],
  unsupported: unsupported(tf.layers.average),
});

testLayerCompiler("Maximum", {
  cases: [
    { name: "three maps", seed: 1, ...ofMaps(tf.layers.maximum) },
    { name: "features", ...ofFeatures(tf.layers.maximum) },
    { name: "maps and features", tfjsHasNoGradient: true, ...repeated(tf.layers.maximum, 0, 1) },
  ],
  unsupported: unsupported(tf.layers.maximum),
});

testLayerCompiler("Minimum", {
  cases: [
    { name: "three maps", ...ofMaps(tf.layers.minimum) },
    { name: "features", ...ofFeatures(tf.layers.minimum) },
    { name: "features and maps", tfjsHasNoGradient: true, ...repeated(tf.layers.minimum, 1, 0) },
  ],
  unsupported: unsupported(tf.layers.minimum),
});
