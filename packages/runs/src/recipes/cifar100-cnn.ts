import { defineRecipe } from "./named-recipe.js";

export const cifar100Cnn = defineRecipe({
  title:
    "Three 2×2 convolutions and dense layers of 1024 and 512, Adam until the test images no longer get better",
  source:
    "A published Keras notebook on CIFAR-100: stopped at epoch 11 with accuracy 0.3736 on the test images",
  testAccuracy: 0.3736,
  recipe: {
    schemaVersion: 1,
    name: "cifar100-cnn",
    // As in the document.
    data: { dataset: "cifar100", validation: "test" },
    model: { architecture: "cifar100-cnn" },
    epochs: 50,
    batchSize: 32,
    optimizer: { type: "adam", learningRate: 0.001 },
    loss: { type: "categoricalCrossentropy" },
    callbacks: [{ type: "earlyStopping", monitor: "val_loss", mode: "min", patience: 4 }],
  },
});
