/*
 * Losses as plain descriptions, with Keras's names and defaults. A loss is computed for each sample; the loss of a batch
 * is the mean of the samples, each times its weight: `Σ w L / n`. (PyTorch divides by `Σ w` when there are class
 * weights.)
 */

/** Options of every loss. */
interface LossOptions {
  /**
   * One factor a class for the loss of its samples, in training alone. A sample with soft labels has the mean of its
   * classes' factors.
   */
  readonly classWeights?: readonly number[];
}

interface ClassificationOptions extends LossOptions {
  /** Default false. True: the model's output has no softmax (binary: no sigmoid). */
  readonly fromLogits?: boolean;
  /** Share s of each label that is dealt out to all K classes, `t (1 − s) + s / K`. Default 0. */
  readonly labelSmoothing?: number;
}

/** `L = −Σ t log p`. Both names compute the same; Keras programs and recipes name them by the form of their labels. */
export interface CrossentropyConfig extends ClassificationOptions {
  readonly type: "categoricalCrossentropy" | "sparseCategoricalCrossentropy";
}

/**
 * Every class a yes or no of its own: `L` is the mean over the classes of `−(t log p + (1 − t) log(1 − p))`. Smoothing
 * takes labels to `t (1 − s) + s / 2`.
 */
export interface BinaryCrossentropyConfig extends ClassificationOptions {
  readonly type: "binaryCrossentropy";
}

/** Cross-entropy in which what is learned already counts less (Lin et al., 2017): `L = −α Σ t (1 − p)^γ log p`. */
export interface FocalCrossentropyConfig extends ClassificationOptions {
  readonly type: "categoricalFocalCrossentropy";
  /** α, default 0.25. */
  readonly alpha?: number;
  /** γ, default 2. */
  readonly gamma?: number;
}

/** `L` is the mean over the classes of `(t − y)²`, of whatever the model puts out. */
export interface MeanSquaredErrorConfig extends LossOptions {
  readonly type: "meanSquaredError";
  readonly fromLogits?: false;
}

export interface LossConfigs {
  readonly categoricalCrossentropy: CrossentropyConfig;
  readonly sparseCategoricalCrossentropy: CrossentropyConfig;
  readonly binaryCrossentropy: BinaryCrossentropyConfig;
  readonly categoricalFocalCrossentropy: FocalCrossentropyConfig;
  readonly meanSquaredError: MeanSquaredErrorConfig;
}

export type LossName = keyof LossConfigs;
export type LossConfig = LossConfigs[LossName];
