import { loadOnnx, type RuntimeTensor } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import type { CompiledTrainingStep, LossConfig, Preprocessing } from "../src/index.js";

export interface TestBatch {
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

/** A batch of noise with labels, the same for the same seed. */
export function noiseBatch(shape: readonly number[], classes: number, size: number, seed = 1): TestBatch {
  const pixels = size * shape.reduce((a, b) => a * b, 1);
  const next = sequence(seed);
  return {
    images: Uint8Array.from({ length: pixels }, () => next() * 256),
    labels: Int32Array.from({ length: size }, () => next() * classes),
  };
}

/** mulberry32: small and good enough for test data. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface StepRun {
  readonly losses: number[];
  readonly correct: number[];
  /** By name, in the order of the LayersModel. */
  readonly variables: Map<string, Float32Array>;
}

export const modelWeights = (model: tf.LayersModel): Map<string, Float32Array> =>
  new Map(
    model.weights.map((weight) => [weight.originalName, weight.read().dataSync().slice() as Float32Array]),
  );

/** Runs a compiled step over the batches in onnxruntime, from the model's weights and zero slots. */
export async function runCompiledSteps(
  step: CompiledTrainingStep,
  weights: ReadonlyMap<string, Float32Array>,
  batches: readonly TestBatch[],
  learningRate: number,
  bytesOf: (name: string, length: number, stepIndex: number) => Uint8Array = (_, length) =>
    new Uint8Array(length).fill(255),
): Promise<StepRun> {
  const program = await loadOnnx(step.bytes);
  const current = new Map(
    step.variables.map((variable) => {
      const values = weights.get(variable.name);
      const length = variable.shape.reduce((a, b) => a * b, 1);
      return [variable.name, values ? variable.pack(values) : new Float32Array(length)];
    }),
  );
  const losses: number[] = [];
  const correct: number[] = [];
  for (const [index, { images, labels }] of batches.entries()) {
    const feeds: Record<string, RuntimeTensor> = {
      images: { data: images, shape: step.images.shape },
      labels: { data: labels, shape: step.labels.shape },
    };
    for (const scalar of step.scalars) {
      const value = scalar.valueAt({ learningRate, step: index });
      feeds[scalar.name] = { data: Float32Array.of(value), shape: [] };
    }
    for (const { name, shape } of step.randomBytes) {
      feeds[name] = {
        data: bytesOf(
          name,
          shape.reduce((a, b) => a * b, 1),
          index,
        ),
        shape,
      };
    }
    for (const variable of step.variables) {
      feeds[variable.input] = { data: current.get(variable.name)!, shape: variable.shape };
    }
    const results = await program.run(feeds);
    losses.push(results[step.outputs.loss]![0]!);
    correct.push(results[step.outputs.correct]![0]!);
    for (const variable of step.variables) {
      if (variable.output) current.set(variable.name, results[variable.output]!);
    }
  }
  await program.release();
  return {
    losses,
    correct,
    variables: new Map(step.variables.map((v) => [v.name, v.unpack(current.get(v.name)!)])),
  };
}

/** Pre-processing in TensorFlow.js: `(pixel · scale − mean) / std`. */
export function toInput(
  { images }: TestBatch,
  shape: readonly number[],
  { scale, mean, std }: Preprocessing,
): tf.Tensor4D {
  return tf.tidy(() => {
    const size = images.length / shape.reduce((a, b) => a * b, 1);
    const pixels = tf.tensor4d(Float32Array.from(images), [size, ...shape] as [
      number,
      number,
      number,
      number,
    ]);
    const centered = pixels.mul(scale).sub(mean ? tf.tensor1d([...mean]) : 0);
    return centered.div(std ? tf.tensor1d([...std]) : 1) as tf.Tensor4D;
  });
}

/** Mean cross-entropy by TensorFlow.js's own losses. */
export const referenceLoss = (
  output: tf.Tensor,
  labels: Int32Array,
  { fromLogits }: LossConfig,
): tf.Scalar => {
  const classes = output.shape[1]!;
  const oneHot = tf.oneHot(tf.tensor1d(labels, "int32"), classes).toFloat();
  if (fromLogits) return tf.losses.softmaxCrossEntropy(oneHot, output) as tf.Scalar;
  return tf.metrics.categoricalCrossentropy(oneHot, output).mean() as tf.Scalar;
};
