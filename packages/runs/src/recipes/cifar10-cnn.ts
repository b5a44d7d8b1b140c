import { defineRecipe } from "./named-recipe.js";

export const cifar10Cnn = defineRecipe({
  title:
    "Two convolutions and a dense layer of 512, with dropout and max-norm, ten epochs of SGD with a decaying rate",
  source: "A published Keras project on CIFAR-10: test accuracy 0.6943 after 10 epochs",
  testAccuracy: 0.6943,
  recipe: {
    schemaVersion: 1,
    name: "cifar10-cnn",
    // As in the document.
    data: { dataset: "cifar10", validation: "test" },
    model: { architecture: "cifar10-cnn" },
    epochs: 10,
    batchSize: 32,
    optimizer: { type: "sgd", learningRate: 0.01, momentum: 0.9, decay: 0.0004 },
    loss: { type: "categoricalCrossentropy" },
    callbacks: [],
  },
});
