import type { LossConfig, OptimizerConfig } from "@imgcls/onnx";
import * as tf from "@tensorflow/tfjs";
import type { Batch, BatchSource } from "../src/batch.js";
import type { TrainingPlan } from "../src/training-plan.js";

export const SHAPE = [8, 8, 3] as const;
export const CLASSES = 4;
export const PREPROCESSING = { scale: 1 / 255, mean: [0.5, 0.4, 0.3], std: [0.25, 0.3, 0.2] };

export interface ModelOptions {
  readonly dropout?: boolean;
  readonly logits?: boolean;
  readonly maxNorm?: boolean;
  readonly seed?: number;
}

/** Every kind of layer that the seed models have, in little. */
export function smallModel({
  dropout = false,
  logits = false,
  maxNorm = false,
  seed = 5,
}: ModelOptions = {}): tf.LayersModel {
  const kernel = (position: number) => ({
    kernelInitializer: tf.initializers.glorotUniform({ seed: seed * 10 + position }),
  });
  const constraint = maxNorm ? { kernelConstraint: tf.constraints.maxNorm({ maxValue: 0.6, axis: 0 }) } : {};
  return tf.sequential({
    name: "small",
    layers: [
      tf.layers.conv2d({
        name: "conv2d",
        inputShape: [...SHAPE],
        filters: 6,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        ...kernel(1),
        ...constraint,
      }),
      tf.layers.maxPooling2d({ name: "pool", poolSize: 2 }),
      ...(dropout ? [tf.layers.dropout({ name: "dropout", rate: 0.25 })] : []),
      tf.layers.conv2d({ name: "conv2d_1", filters: 5, kernelSize: 2, activation: "relu", ...kernel(2) }),
      tf.layers.flatten({ name: "flatten" }),
      tf.layers.dense({ name: "dense", units: 9, activation: "relu", ...kernel(3), ...constraint }),
      ...(dropout ? [tf.layers.dropout({ name: "dropout_1", rate: 0.5 })] : []),
      tf.layers.dense({
        name: "dense_1",
        units: CLASSES,
        ...kernel(4),
        ...(logits ? {} : { activation: "softmax" as const }),
      }),
    ],
  });
}

export const SGD: OptimizerConfig = { type: "sgd", learningRate: 0.05, momentum: 0.9, decay: 0.01 };
export const ADAM: OptimizerConfig = { type: "adam", learningRate: 0.005 };
export const FROM_PROBABILITIES: LossConfig = { type: "sparseCategoricalCrossentropy" };
export const FROM_LOGITS: LossConfig = { type: "categoricalCrossentropy", fromLogits: true };

export const smallPlan = (changes: Partial<TrainingPlan> = {}): TrainingPlan => ({
  optimizer: SGD,
  loss: FROM_PROBABILITIES,
  preprocessing: PREPROCESSING,
  batchSize: 8,
  seed: 3,
  ...changes,
});

/** A small generator of its own, so that tests do not lean on the code they test. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Images whose brightest channel and half tell the class, in noise: learnable, never quite. */
export function smallBatch(size: number, seed: number): Batch {
  const next = numbers(seed);
  const pixels = SHAPE[0] * SHAPE[1] * SHAPE[2];
  const images = new Uint8Array(size * pixels);
  const labels = Int32Array.from({ length: size }, () => Math.floor(next() * CLASSES));
  for (let i = 0; i < images.length; i++) {
    const label = labels[Math.floor(i / pixels)]!;
    const isLeft = Math.floor(i / SHAPE[2]) % SHAPE[1] < SHAPE[1] / 2;
    const isMarked = i % SHAPE[2] === label % 2 && isLeft === label < 2;
    images[i] = Math.floor(next() * 160) + (isMarked ? 95 : 0);
  }
  return { images, labels, size };
}

/** `count` images in batches of 8, other batches every epoch; the last batch is smaller when 8 does not divide. */
export function smallSource(count: number, seed = 1, batchSize = 8): BatchSource {
  const batchesPerEpoch = Math.ceil(count / batchSize);
  return {
    size: count,
    batchSize,
    batchesPerEpoch,
    *epoch(epoch, startBatch = 0) {
      for (let batch = startBatch; batch < batchesPerEpoch; batch++) {
        yield smallBatch(Math.min(batchSize, count - batch * batchSize), seed * 10_000 + epoch * 100 + batch);
      }
    },
  };
}
