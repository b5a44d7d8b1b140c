/** What one epoch came to. Losses are means over images, accuracies shares 0..1. */
export interface HistoryRow {
  /** From 1. */
  readonly epoch: number;
  /** Mean over the epoch's training images, measured in each step before its update, as Keras does. */
  readonly loss: number;
  readonly accuracy: number;
  /** Measured after the epoch. */
  readonly val_loss?: number;
  readonly val_accuracy?: number;
  /** Of the epoch's last step. */
  readonly learning_rate: number;
  /** Wall time of the whole epoch, validation included. */
  readonly seconds: number;
  /** Training images over the time of training alone. */
  readonly images_per_second: number;
}

export type Metric = "loss" | "accuracy" | "val_loss" | "val_accuracy";

/** Which way is up: known for every metric, so nothing has to guess from a name. */
export const BETTER: Readonly<Record<Metric, "lower" | "higher">> = {
  loss: "lower",
  accuracy: "higher",
  val_loss: "lower",
  val_accuracy: "higher",
};

/** Sums over the images seen so far in an epoch. */
export interface EpochSums {
  readonly images: number;
  /** Σ over batches of the batch's mean loss times its size. */
  readonly loss: number;
  readonly correct: number;
  readonly trainingSeconds: number;
  readonly validationSeconds: number;
}

export const NO_SUMS: EpochSums = {
  images: 0,
  loss: 0,
  correct: 0,
  trainingSeconds: 0,
  validationSeconds: 0,
};
