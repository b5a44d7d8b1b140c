/** Numbers of one epoch by name; validation's begin with `val_`. */
export interface EpochMetrics {
  readonly [metric: string]: number | undefined;
  /** From 1. */
  readonly epoch: number;
}

/** One epoch of training, with the keys of a run folder's `history.json`. */
export interface HistoryRow extends EpochMetrics {
  readonly loss: number;
  /** Share of training images classified correctly, 0..1. */
  readonly accuracy: number;
  readonly val_loss?: number;
  readonly val_accuracy?: number;
  readonly learning_rate: number;
  /** Wall time of the epoch. */
  readonly seconds: number;
  readonly images_per_second: number;
}

/** Which images the `val_…` columns of a history are of. */
export type ValidatedOn = "validation" | "test";
