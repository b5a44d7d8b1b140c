import { getPreset, type ImageShape, type PresetName } from "@imgcls/architectures";

/** Networks of the source documents. */
export const MODELS = ["mnist-cnn", "cifar10-tutorial", "cifar10-cnn", "cifar100-cnn"] as const;
export const BATCH_SIZES = [32, 128] as const;
/** Networks from the literature, for ten classes of 32×32 images. */
const DEEPER_MODELS = [
  "resnet20",
  "vgg11",
  "mobilenet-v2",
  "googlenet",
  "densenet-bc-100-12",
  "airbench94",
] as const satisfies readonly PresetName[];

/** Those that run unless others are named. */
export const CPU_ENGINES = ["onnx", "tfjs-wasm", "pytorch", "pytorch-channels-last", "keras"] as const;
const OTHER_ENGINES = ["onnx-portable", "tfjs-node", "onnx-webgpu", "onnx-cuda", "pytorch-cuda"] as const;
export const ENGINES = [...CPU_ENGINES, ...OTHER_ENGINES] as const;

export type EngineName = (typeof ENGINES)[number];

export interface Case {
  readonly model: (typeof MODELS)[number] | (typeof DEEPER_MODELS)[number];
  readonly batchSize: (typeof BATCH_SIZES)[number];
}

export const CASES: readonly Case[] = MODELS.flatMap((model) =>
  BATCH_SIZES.map((batchSize) => ({ model, batchSize })),
);

export const DEEPER_CASES: readonly Case[] = DEEPER_MODELS.map((model) => ({ model, batchSize: 128 }));

/** What the network of a case takes and gives. */
export function extentOf(model: Case["model"]): { inputShape: ImageShape; classes: number } {
  const isDeeper = DEEPER_CASES.some((deeper) => deeper.model === model);
  if (isDeeper) return { inputShape: [32, 32, 3], classes: 10 };
  const { inputShape, classes } = getPreset(model);
  return { inputShape, classes };
}

/** What one measured process prints, as one line of JSON. */
export interface Measurement {
  readonly engine: string;
  /** Median over the steps of a process; in a page their mean, so that what happens between steps counts. */
  readonly msPerStep: number;
  /** Of the whole process; a page does not know it. */
  readonly peakMemoryMB?: number;
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
