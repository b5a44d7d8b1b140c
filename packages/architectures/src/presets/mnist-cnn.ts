import { definePreset } from "../preset.js";

export const mnistCnn = definePreset({
  name: "mnist-cnn",
  title: "One convolution and a dense layer of 100, for handwritten digits",
  family: "simple-cnn",
  dataset: "mnist",
  inputShape: [28, 28, 1],
  classes: 10,
  preprocessing: { scale: 1 / 255 },
  build: ({ inputShape, classes, layers }) => [
    layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu", inputShape: [...inputShape] }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 100, activation: "relu" }),
    layers.dense({ units: classes, activation: "softmax" }),
  ],
  training: {
    optimizer: { type: "sgd", learningRate: 0.01, momentum: 0.9 },
    loss: { type: "sparseCategoricalCrossentropy" },
    batchSize: 32,
    epochs: 10,
  },
  expected: {
    parameters: 542_230,
    trainableParameters: 542_230,
    multiplyAdds: 736_488,
    testAccuracy: 0.9878,
  },
  source: "A published Keras exercise on MNIST: test accuracy 0.9878, test loss 0.0406 after 10 epochs",
});
