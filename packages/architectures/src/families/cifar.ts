/** What the architectures made for CIFAR-10 have in common. */
import type { Preprocessing, TrainingRecipe } from "../training-recipe.js";
import { LOGITS_LOSS } from "./imagenet.js";

/** Mean and standard deviation of the channels of CIFAR-10's training images. */
const CIFAR10_PREPROCESSING = {
  scale: 1 / 255,
  mean: [0.4914, 0.4822, 0.4465],
  std: [0.247, 0.2435, 0.2616],
} as const satisfies Preprocessing;

/** 64,000 steps of batch 128, as He et al. (2015, section 4.2). */
const CIFAR_TRAINING: TrainingRecipe = {
  optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9 },
  loss: LOGITS_LOSS,
  batchSize: 128,
  epochs: 164,
};

/** The part of a record that CIFAR's architectures share. */
export const CIFAR = {
  dataset: "cifar10",
  inputShape: [32, 32, 3],
  classes: 10,
  preprocessing: CIFAR10_PREPROCESSING,
  training: CIFAR_TRAINING,
} as const;
