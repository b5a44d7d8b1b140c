import { definePreset } from "../preset.js";

export const cifar100Cnn = definePreset({
  name: "cifar100-cnn",
  title: "Three 2×2 convolutions and dense layers of 1024 and 512, for a hundred classes",
  family: "simple-cnn",
  dataset: "cifar100",
  inputShape: [32, 32, 3],
  classes: 100,
  preprocessing: { scale: 1 / 255 },
  build: ({ inputShape, classes, layers }) => [
    layers.conv2d({ filters: 100, kernelSize: 2, activation: "relu", inputShape: [...inputShape] }),
    layers.maxPooling2d({ poolSize: 3 }),
    layers.conv2d({ filters: 80, kernelSize: 2, padding: "same", activation: "relu" }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 50, kernelSize: 2, padding: "same", activation: "relu" }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 1024, activation: "relu" }),
    layers.dense({ units: 512, activation: "relu" }),
    layers.dense({ units: classes, activation: "softmax" }),
  ],
  training: {
    optimizer: { type: "adam", learningRate: 0.001 },
    loss: { type: "categoricalCrossentropy" },
    batchSize: 32,
    epochs: 50,
    earlyStopping: { monitor: "val_loss", mode: "min", patience: 4 },
  },
  expected: {
    parameters: 831_354,
    trainableParameters: 831_354,
    multiplyAdds: 5_533_488,
    testAccuracy: 0.3736,
  },
  source:
    "A published Keras notebook on CIFAR-100: stopped at epoch 11 with accuracy 0.3736 on the test images",
});
