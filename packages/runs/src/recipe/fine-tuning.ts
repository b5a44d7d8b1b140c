/** What suits a network that knows much already, and few images: the defaults of recipes that begin with such weights. */
import type { Augmentation } from "@imgcls/datasets";
import type { TrainingSettings } from "./recipe.js";

/** The head's layers: see `withHead` of @imgcls/architectures. */
export const HEAD_LAYERS = "head.*";

/** The usual number of passes. */
export const FINE_TUNING_EPOCHS = 6;

/**
 * AdamW at a rate that keeps what the network knows, three times as high for the head; one cycle with a fifth of the steps to
 * warm up; normalizations by the averages that the network came with: those of a few small batches would be worse ones; no
 * dropout, as in timm: in so few passes it costs more than it gives; no smaller last batch, in which an image would count more.
 */
export const FINE_TUNING: Omit<TrainingSettings, "epochs"> = {
  trainable: ["*"],
  normalization: "frozen",
  dropout: false,
  batchSize: 32,
  dropLast: true,
  optimizer: {
    type: "adamw",
    learningRate: 3e-4,
    weightDecay: 0.01,
    groups: [{ match: HEAD_LAYERS, learningRateMultiplier: 10 / 3 }],
  },
  schedule: { type: "oneCycle", riseShare: 0.2 },
  loss: { type: "sparseCategoricalCrossentropy", fromLogits: true, labelSmoothing: 0.1 },
};

/**
 * Of the head that steps go on from. It is weaker than what cross-validation chose for the head alone on the images that this was
 * measured with (docs/results.md).
 */
export const FINE_TUNING_STRENGTH = 1e-3;

/** Of the side that an image is shifted at most. */
const SHIFT = 1 / 14;

/** Mirrored and shifted: by 16 of 224 pixels. */
export const fineTuningAugmentations = ([height, width]: readonly number[]): readonly Augmentation[] =>
  [
    { type: "RandomHorizontalFlip", p: 0.5 },
    {
      type: "RandomCrop",
      padding: [Math.round(width! * SHIFT), Math.round(height! * SHIFT)],
      paddingMode: "reflect",
    },
  ] as readonly Augmentation[];
