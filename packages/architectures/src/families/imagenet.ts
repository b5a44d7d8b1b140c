/** What the architectures made for ImageNet have in common. */
import type { UnitConvention } from "../blocks/mobile-block.js";
import type { Preprocessing, TrainingRecipe } from "../training-recipe.js";

/** Mean and standard deviation of ImageNet's channels, as torchvision's models expect. */
export const IMAGENET_PREPROCESSING = {
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
} as const satisfies Preprocessing;

/** Pixels from −1 to 1, as networks of TensorFlow's own examples and of MobileNet's family expect them. */
export const TENSORFLOW_PREPROCESSING = {
  scale: 1 / 255,
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
} as const satisfies Preprocessing;

/** How TensorFlow's examples pad and normalize. */
export const TENSORFLOW = {
  padding: "keras",
  epsilon: 1e-3,
  momentum: 0.99,
} as const satisfies UnitConvention;

export const LOGITS_LOSS = { type: "sparseCategoricalCrossentropy", fromLogits: true } as const;

/** torchvision's reference training; networks without batch normalization take a tenth of the learning rate. */
export const imagenetTraining = (learningRate = 0.1): TrainingRecipe => ({
  optimizer: { type: "sgd", learningRate, momentum: 0.9 },
  loss: LOGITS_LOSS,
  batchSize: 256,
  epochs: 90,
});

/** The part of a record that ImageNet's architectures share. */
export const IMAGENET = {
  dataset: "imagenet",
  inputShape: [224, 224, 3],
  classes: 1000,
  preprocessing: IMAGENET_PREPROCESSING,
  training: imagenetTraining(),
} as const;
