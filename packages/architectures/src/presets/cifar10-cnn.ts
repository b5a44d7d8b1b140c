import { constraints } from "@tensorflow/tfjs";
import { definePreset } from "../preset.js";

/** Keras's `MaxNorm(3)`: norms over axis 0, which for a convolution kernel is its height. */
const maxNorm3 = () => constraints.maxNorm({ maxValue: 3, axis: 0 });

export const cifar10Cnn = definePreset({
  name: "cifar10-cnn",
  title: "Two convolutions and a dense layer of 512, with dropout and max-norm constraints",
  family: "simple-cnn",
  dataset: "cifar10",
  inputShape: [32, 32, 3],
  classes: 10,
  preprocessing: { scale: 1 / 255 },
  build({ inputShape, classes, layers }) {
    const convolution = { filters: 32, kernelSize: 3, padding: "same", activation: "relu" } as const;
    return [
      layers.conv2d({ ...convolution, kernelConstraint: maxNorm3(), inputShape: [...inputShape] }),
      layers.dropout({ rate: 0.2 }),
      layers.conv2d({ ...convolution, kernelConstraint: maxNorm3() }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 512, activation: "relu", kernelConstraint: maxNorm3() }),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: classes, activation: "softmax" }),
    ];
  },
  training: {
    optimizer: { type: "sgd", learningRate: 0.01, momentum: 0.9, decay: 0.01 / 25 },
    loss: { type: "categoricalCrossentropy" },
    batchSize: 32,
    epochs: 10,
  },
  expected: {
    parameters: 4_210_090,
    trainableParameters: 4_210_090,
    multiplyAdds: 14_521_344,
    testAccuracy: 0.6943,
  },
  source: "A published Keras project on CIFAR-10: test accuracy 0.6943 after 10 epochs",
});
