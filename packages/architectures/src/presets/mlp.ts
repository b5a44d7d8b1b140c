import { definePreset } from "../preset.js";

export const mlp = definePreset({
  name: "mlp",
  title: "A dense network without convolutions, to compare a CNN with",
  family: "mlp",
  dataset: "mnist",
  inputShape: [28, 28, 1],
  classes: 10,
  preprocessing: { scale: 1 / 255 },
  build: ({ inputShape, classes, layers }) => [
    layers.flatten({ inputShape: [...inputShape] }),
    layers.dense({ units: 512, activation: "relu" }),
    layers.dropout({ rate: 0.2 }),
    layers.dense({ units: 256, activation: "relu" }),
    layers.dense({ units: classes, activation: "softmax" }),
  ],
  training: {
    optimizer: { type: "adam", learningRate: 0.001 },
    loss: { type: "sparseCategoricalCrossentropy" },
    batchSize: 128,
    epochs: 10,
  },
  expected: { parameters: 535_818, trainableParameters: 535_818, multiplyAdds: 535_040 },
  source: "This project: the usual multi-layer perceptron for MNIST",
});
