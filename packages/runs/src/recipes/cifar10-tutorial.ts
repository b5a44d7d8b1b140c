import { defineRecipe } from "./named-recipe.js";

export const cifar10Tutorial = defineRecipe({
  title: "Three small convolutions that end in logits, ten epochs of Adam",
  source: "A widely copied Keras tutorial on CIFAR-10: about 0.80 on training images, 0.70 on test images",
  testAccuracy: 0.7,
  recipe: {
    schemaVersion: 1,
    name: "cifar10-tutorial",
    // As in the document.
    data: { dataset: "cifar10", validation: "test" },
    model: { architecture: "cifar10-tutorial" },
    epochs: 10,
    batchSize: 32,
    optimizer: { type: "adam", learningRate: 0.001 },
    loss: { type: "sparseCategoricalCrossentropy", fromLogits: true },
    callbacks: [],
  },
});
