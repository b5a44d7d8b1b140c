import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../batch.js";
import { readWeights } from "../model-weights.js";
import type { TrainingPlan } from "../training-plan.js";
import { onnxSession } from "./onnx-session.js";
import type { OrtRuntime } from "./ort-runtime.js";

const SIDE = 8;
const CLASSES = 3;
const BATCH_SIZE = 4;
const STEPS = 2;

/** Loose enough for convolutions in TF32, which some cards use; wrong kernels are off by a tenth and more. */
const TOLERANCE = 0.01;

const PLAN: TrainingPlan = {
  optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9 },
  loss: { type: "sparseCategoricalCrossentropy" },
  preprocessing: { scale: 1 / 255 },
  batchSize: BATCH_SIZE,
  seed: 1,
};

/**
 * Trains a small network on both and resolves to a sentence about what differs, or to undefined. Drivers and kernels of
 * graphics cards have computed wrong results before, and a training would only learn worse from them.
 */
export async function differenceBetween(
  device: OrtRuntime,
  reference: OrtRuntime,
): Promise<string | undefined> {
  const [actual, expected] = [await train(device), await train(reference)];
  for (const [name, values] of expected) {
    const found = actual.get(name)!;
    const at = values.findIndex((value, i) => !(Math.abs(value - found[i]!) < TOLERANCE));
    if (at >= 0) return `${name}[${at}] of a test network became ${found[at]} instead of ${values[at]}`;
  }
  return undefined;
}

/** Losses of the steps, and the weights after them. */
async function train(runtime: OrtRuntime): Promise<Map<string, Float32Array>> {
  const model = smallNetwork();
  const session = await onnxSession(runtime, model, PLAN);
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    losses.push((await session.trainStep(BATCH, { learningRate: 0.1, step })).loss);
  }
  await session.syncWeights();
  await session.dispose();
  const results = new Map([["loss", Float32Array.from(losses)], ...(await readWeights(model))]);
  model.dispose();
  return results;
}

const smallNetwork = () =>
  tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: "conv2d",
        inputShape: [SIDE, SIDE, 3],
        filters: 8,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        ...seeded(1),
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ name: "conv2d_1", filters: 8, kernelSize: 3, activation: "relu", ...seeded(2) }),
      tf.layers.flatten(),
      tf.layers.dense({ name: "dense", units: CLASSES, activation: "softmax", ...seeded(3) }),
    ],
  });

const seeded = (seed: number) => ({ kernelInitializer: tf.initializers.glorotUniform({ seed }) });

const BATCH: Batch = {
  size: BATCH_SIZE,
  images: Uint8Array.from({ length: BATCH_SIZE * SIDE * SIDE * 3 }, (_, i) => (i * i * 37) % 251),
  labels: Int32Array.from({ length: BATCH_SIZE }, (_, i) => i % CLASSES),
};
