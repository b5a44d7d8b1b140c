import type { ImageShape } from "./preset.js";
import type { OptimizerConfig, TrainingRecipe } from "./training-recipe.js";

/** What somebody decided; the rest is chosen. */
export interface ChosenTraining {
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly epochs?: number;
}

export interface DataSize {
  /** Number of training images. */
  readonly images: number;
  /** `[height, width, channels]`. */
  readonly imageShape: ImageShape;
}

export interface DefaultsForSize {
  readonly training: TrainingRecipe;
  /** As text that `parseAugmentations` of @imgcls/datasets reads; "" for none. */
  readonly augment: string;
  /** Whether anything differs from the recipe. */
  readonly changed: boolean;
}

/** With fewer, an epoch would be over before a moving average of batch normalization has settled. */
const LEAST_STEPS_IN_EPOCH = 20;
/** Batch normalization needs some images for its statistics. */
const SMALLEST_BATCH = 8;
/** A network that starts from random weights hardly learns in fewer. */
const LEAST_STEPS = 1000;
/** Keras's, for batches of 32. */
const ADAM_DEFAULT_RATE = 0.001;
const MOST_ADDED_EPOCHS = 100;
/** With fewer images a network soon knows them by heart; CIFAR's size is where recipes can do without. */
const SMALL_SET = 10_000;
const CROP_SHARE = 1 / 8;

/**
 * A recipe that was made for a large data set, for images of your own. Where the set is large enough and nothing was
 * chosen, the recipe stays as it is.
 *
 * - Batch: the largest power of two that leaves 20 steps an epoch, from 8 to the recipe's.
 * - Learning rate: by the batch beside the recipe's, in proportion for SGD (Goyal et al. 2017), by the square root for Adam
 *   (Malladi et al. 2022) down to Keras's default of 0.001; never above the recipe's.
 * - Epochs: the recipe's, or as many as make 1,000 steps, at most 100.
 * - Augmentation of fewer than 10,000 images: random crops after a padding of an eighth of the side; for colour images,
 *   which are photographs as a rule, horizontal flips too. Flipped digits and letters would be others.
 *
 * @param chosen is never changed
 */
export function defaultsForSize(
  recipe: TrainingRecipe,
  { images, imageShape }: DataSize,
  chosen: ChosenTraining = {},
): DefaultsForSize {
  const { optimizer } = recipe;
  const batchSize = chosen.batchSize ?? Math.min(recipe.batchSize, batchFor(images));
  const ratio = Math.min(1, batchSize / recipe.batchSize);
  const learningRate = chosen.learningRate ?? rateFor(optimizer, ratio);
  const stepsInEpoch = Math.max(1, Math.ceil(images / batchSize));
  const wanted = Math.min(MOST_ADDED_EPOCHS, Math.ceil(LEAST_STEPS / stepsInEpoch));
  const epochs = chosen.epochs ?? Math.max(recipe.epochs, wanted);
  const training = { ...recipe, batchSize, epochs, optimizer: { ...optimizer, learningRate } };
  const augment = images < SMALL_SET ? augmentationFor(imageShape) : "";
  const changed =
    augment !== "" ||
    batchSize !== recipe.batchSize ||
    epochs !== recipe.epochs ||
    learningRate !== optimizer.learningRate;
  return { training, augment, changed };
}

const batchFor = (images: number): number =>
  Math.max(SMALLEST_BATCH, 2 ** Math.floor(Math.log2(Math.max(1, images / LEAST_STEPS_IN_EPOCH))));

/** @param ratio of the batch to the recipe's, 0..1 */
function rateFor({ type, learningRate }: OptimizerConfig, ratio: number): number {
  const rate =
    type === "sgd"
      ? learningRate * ratio
      : Math.max(learningRate * Math.sqrt(ratio), Math.min(learningRate, ADAM_DEFAULT_RATE));
  return Number(rate.toPrecision(3));
}

function augmentationFor([height, width, channels]: ImageShape): string {
  const padding = Math.max(1, Math.round(Math.min(height, width) * CROP_SHARE));
  return `RandomCrop(padding=${padding})${channels === 3 ? ", RandomHorizontalFlip" : ""}`;
}
