import { definePreset } from "../preset.js";

export const cifar10Tutorial = definePreset({
  name: "cifar10-tutorial",
  title: "Three small convolutions that end in logits",
  family: "simple-cnn",
  dataset: "cifar10",
  inputShape: [32, 32, 3],
  classes: 10,
  preprocessing: { scale: 1 / 255 },
  build: ({ inputShape, classes, layers }) => [
    layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu", inputShape: [...inputShape] }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu" }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu" }),
    layers.flatten(),
    layers.dense({ units: 64, activation: "relu" }),
    layers.dense({ units: classes }),
  ],
  training: {
    optimizer: { type: "adam", learningRate: 0.001 },
    loss: { type: "sparseCategoricalCrossentropy", fromLogits: true },
    batchSize: 32,
    epochs: 10,
  },
  expected: { parameters: 122_570, trainableParameters: 122_570, multiplyAdds: 4_548_608, testAccuracy: 0.7 },
  source: "A widely copied Keras tutorial on CIFAR-10: about 0.80 on training images, 0.70 on test images",
});
