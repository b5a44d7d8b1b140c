import type { SymbolicTensor } from "@tensorflow/tfjs";
import { chain } from "../blocks/chain.js";
import { type BuildOptions, definePreset } from "../preset.js";

/** The network's own image size. */
const NATIVE_SIZE = 32;

/**
 * LeNet-5 with average pooling for the paper's trained subsampling, and all maps of C3 connected to all of S2.
 * Logits, `[batch, classes]`. Images below 32×32 are padded as the paper pads MNIST's 28×28.
 */
export function lenet5({ input, inputShape, classes, layers }: BuildOptions): SymbolicTensor {
  const isPadded = Math.min(inputShape[0], inputShape[1]) < NATIVE_SIZE;
  const convolution = { kernelSize: 5, activation: "tanh" } as const;
  return chain(
    input,
    layers.conv2d({ ...convolution, name: "c1", filters: 6, padding: isPadded ? "same" : "valid" }),
    layers.averagePooling2d({ name: "s2", poolSize: 2 }),
    layers.conv2d({ ...convolution, name: "c3", filters: 16 }),
    layers.averagePooling2d({ name: "s4", poolSize: 2 }),
    layers.flatten(),
    layers.dense({ name: "c5", units: 120, activation: "tanh" }),
    layers.dense({ name: "f6", units: 84, activation: "tanh" }),
    layers.dense({ name: "output", units: classes }),
  );
}

export const lenets = {
  lenet5: definePreset({
    name: "lenet5",
    title: "LeNet-5: two convolutions and three dense layers, tanh",
    family: "lenet",
    dataset: "mnist",
    inputShape: [28, 28, 1],
    classes: 10,
    preprocessing: { scale: 1 / 255, mean: [0.1307], std: [0.3081] },
    build: lenet5,
    training: {
      optimizer: { type: "sgd", learningRate: 0.01, momentum: 0.9 },
      loss: { type: "sparseCategoricalCrossentropy", fromLogits: true },
      batchSize: 32,
      epochs: 20,
    },
    expected: { parameters: 61_706, trainableParameters: 61_706, multiplyAdds: 416_520 },
    source:
      "LeCun, Bottou, Bengio and Haffner, 1998: Gradient-Based Learning Applied to Document Recognition",
  }),
};
