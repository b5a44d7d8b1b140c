export const MODELS = ["mnist-cnn", "cifar10-tutorial", "cifar10-cnn", "cifar100-cnn"] as const;
export const BATCH_SIZES = [32, 128] as const;
export const ENGINES = ["onnx", "onnx-portable", "tfjs-wasm", "pytorch"] as const;

export type EngineName = (typeof ENGINES)[number];

export interface Case {
  readonly model: (typeof MODELS)[number];
  readonly batchSize: (typeof BATCH_SIZES)[number];
}

export const CASES: readonly Case[] = MODELS.flatMap((model) =>
  BATCH_SIZES.map((batchSize) => ({ model, batchSize })),
);

/** What one measured process prints, as one line of JSON. */
export interface Measurement {
  readonly engine: string;
  /** Median over the steps of a process; in a page their mean, so that what happens between steps counts. */
  readonly msPerStep: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
