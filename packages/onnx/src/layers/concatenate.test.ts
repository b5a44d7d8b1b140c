import * as tf from "@tensorflow/tfjs";
import { chain, classifier, head, rowsStem, stem, testLayerCompiler } from "../../test/layer-contract.js";

const conv = (name: string, filters: number, kernelSize: number | [number, number] = 2) =>
  tf.layers.conv2d({ filters, kernelSize, activation: "tanh", name });
const concatenated = (parts: tf.SymbolicTensor[], axis?: number) =>
  tf.layers.concatenate(axis === undefined ? {} : { axis }).apply(parts) as tf.SymbolicTensor;

testLayerCompiler("Concatenate", {
  cases: [
    {
      name: "channels of three maps",
      inputShape: [4, 5, 1],
      layers: () => (image) => {
        const input = chain(image, stem(2));
        const parts = [conv("a", 1), conv("b", 3), conv("c", 2)].map((layer) => chain(input, layer));
        return chain(concatenated(parts), ...head());
      },
    },
    {
      name: "channels that fill blocks",
      inputShape: [3, 3, 1],
      layers: () => (image) => {
        const input = chain(image, stem(16));
        return chain(concatenated([input, chain(input, conv("a", 32, 1))]), conv("behind", 3), ...head());
      },
    },
    {
      name: "a layer's input with its output, again and again",
      inputShape: [4, 4, 1],
      layers: () => (image) => {
        const grow = (input: tf.SymbolicTensor, name: string) => {
          const layer = tf.layers.conv2d({
            filters: 3,
            kernelSize: 3,
            padding: "same",
            activation: "tanh",
            name,
          });
          return concatenated([input, chain(input, layer)], 3);
        };
        return chain(grow(grow(chain(image, stem(2)), "first"), "second"), ...head());
      },
    },
    {
      name: "heights",
      inputShape: [4, 4, 1],
      layers: () => (image) => {
        const input = chain(image, stem(2));
        const parts = [chain(input, conv("a", 3, [2, 2])), chain(input, conv("b", 3, [3, 2]))];
        return chain(concatenated(parts, 1), ...head());
      },
    },
    {
      name: "features",
      inputShape: [3, 3, 1],
      layers: () => (image) => {
        const input = chain(image, ...rowsStem(4));
        const parts = [2, 3].map((units) =>
          chain(input, tf.layers.dense({ units, activation: "tanh", name: `units_${units}` })),
        );
        return chain(concatenated(parts), classifier());
      },
    },
    {
      name: "flattened maps and pooled maps",
      inputShape: [3, 2, 1],
      layers: () => (image) => {
        const input = chain(image, stem(3));
        const parts = [chain(input, tf.layers.flatten()), chain(input, tf.layers.globalAveragePooling2d({}))];
        return chain(concatenated(parts), classifier());
      },
    },
  ],
});
