/** What a batch's images were taken for. */
export interface Predictions {
  /** `[size, classes]`, 0..1. */
  readonly probabilities: Float32Array;
  /** `[size]`, class indices; of soft labels, the largest share's. */
  readonly labels: Int32Array;
  readonly classes: number;
}

export interface Named {
  /** A row's key in the history; validation's has "val_" before it. */
  readonly name: string;
  readonly better: "lower" | "higher";
}

/** A number that is built up batch by batch, in training and in validation. */
export interface StreamingMetric extends Named {
  /** How many sums it keeps, all 0 at first. */
  sums(classes: number): number;
  add(sums: number[], predictions: Predictions): void;
  value(sums: readonly number[]): number;
}

/** A number that needs all predictions at once. Measured in validation only. */
export interface WholeMetric extends Named {
  of(predictions: Predictions): number;
}

export type Metric = StreamingMetric | WholeMetric;

export const isStreaming = (metric: Metric): metric is StreamingMetric => "add" in metric;
