import type { MetricSums } from "./metrics/measurement.js";

/** What one epoch came to. Losses are means over images, accuracies shares 0..1; further metrics have their own names. */
export interface HistoryRow {
  readonly [metric: string]: number | undefined;
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

/** Which way is up, for each key of a training's rows that can be watched: nothing has to guess from a name. */
export type Directions = Readonly<Record<string, "lower" | "higher">>;

/** Sums over the images seen so far in an epoch. */
export interface EpochSums {
  readonly images: number;
  /** Σ over batches of the batch's mean loss times its size. */
  readonly loss: number;
  readonly correct: number;
  /** Of further metrics. */
  readonly metrics: MetricSums;
  /** Of the last step. */
  readonly learningRate: number;
  readonly trainingSeconds: number;
  readonly validationSeconds: number;
}

export const NO_SUMS: EpochSums = {
  images: 0,
  loss: 0,
  correct: 0,
  metrics: {},
  learningRate: 0,
  trainingSeconds: 0,
  validationSeconds: 0,
};
