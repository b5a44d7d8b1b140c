import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import type { Batch } from "../src/batch.js";
import { batchLoss } from "../src/batch-loss.js";
import type { Engine } from "../src/engines/engine.js";
import { onnxEngine } from "../src/engines/onnx.js";
import { tfjsEngine } from "../src/engines/tfjs.js";
import type { LossConfig, OptimizerConfig } from "../src/index.js";
import { learningRateAt } from "../src/learning-rate.js";
import { readWeights } from "../src/model-weights.js";
import { richSmallBatch } from "./rich-batches.js";
import { CLASSES, FROM_PROBABILITIES, SHAPE, smallBatch, smallModel, smallPlan } from "./small-model.js";

/*
 * The engines share the formulas of losses and optimizers, each computed by its own library on its own layouts, and nothing of
 * the layers: TensorFlow.js differentiates the model itself.
 */
const onnx = onnxEngine({ threads: 1, lowering: "portable" });
const tfjs = tfjsEngine({ backend: "cpu" });

interface Case {
  readonly optimizer?: OptimizerConfig;
  readonly loss?: LossConfig;
  readonly batch?: (size: number, seed: number) => Batch;
  readonly model?: () => tf.LayersModel;
  readonly asInInference?: readonly string[];
}

const STEPS = 4;

async function steps(engine: Engine, stepCase: Case) {
  const { optimizer, loss, asInInference, batch = smallBatch, model = smallModel } = stepCase;
  const trained = model();
  const plan = smallPlan({
    ...(optimizer && { optimizer }),
    ...(loss && { loss }),
    ...(asInInference && { asInInference }),
  });
  const session = await engine.createSession(trained, plan);
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const at = { step, learningRate: learningRateAt(plan.optimizer, step) };
    losses.push((await session.trainStep(batch(step === 3 ? 5 : 8, step), at)).loss);
  }
  await session.syncWeights();
  const slots = await session.saveState();
  await session.dispose();
  return { losses, slots, weights: await readWeights(trained) };
}

async function expectAgreement(stepCase: Case): Promise<void> {
  const [actual, expected] = [await steps(onnx, stepCase), await steps(tfjs, stepCase)];
  expectAllClose(actual.losses, expected.losses, 2e-5, "losses");
  for (const [name, values] of expected.weights) {
    expectAllClose(actual.weights.get(name)!, values, 2e-4, name);
  }
  expect([...actual.slots.keys()].sort()).toEqual([...expected.slots.keys()].sort());
  for (const [name, values] of expected.slots) expectAllClose(actual.slots.get(name)!, values, 2e-3, name);
}

const logits = () => smallModel({ logits: true });
const LOSSES: readonly [string, Case][] = [
  ["label smoothing", { loss: { type: "categoricalCrossentropy", labelSmoothing: 0.1 } }],
  ["class weights", { loss: { ...FROM_PROBABILITIES, classWeights: [1, 2, 0.5, 3] } }],
  ["soft labels and sample weights", { batch: richSmallBatch }],
  [
    "all of them",
    {
      batch: richSmallBatch,
      loss: { type: "categoricalCrossentropy", labelSmoothing: 0.1, classWeights: [1, 2, 0.5, 3] },
    },
  ],
  ["focal loss", { loss: { type: "categoricalFocalCrossentropy" } }],
  [
    "focal loss of logits",
    { loss: { type: "categoricalFocalCrossentropy", fromLogits: true }, model: logits },
  ],
  ["binary cross-entropy", { loss: { type: "binaryCrossentropy", labelSmoothing: 0.1 } }],
  [
    "binary cross-entropy of logits",
    { loss: { type: "binaryCrossentropy", fromLogits: true }, model: logits },
  ],
  ["mean squared error", { loss: { type: "meanSquaredError" }, batch: richSmallBatch }],
];
describe("the engines agree on losses", () => {
  it.each(LOSSES)("%s", (_, stepCase) => expectAgreement(stepCase));

  it.each(LOSSES)(
    "and the loss of validation is that of a step without weights: %s",
    async (_, { loss = FROM_PROBABILITIES, model = smallModel }) => {
      const { classWeights, ...unweighted } = loss;
      const plan = smallPlan({ loss: unweighted as LossConfig });
      const session = await onnx.createSession(model(), plan);
      const batch = smallBatch(8, 1);
      const outputs = await session.predict(batch.images, 8);
      const { loss: expected } = await session.trainStep(batch, { step: 0, learningRate: 0 });
      expect(batchLoss(outputs, batch.labels, plan.loss).lossSum / 8).toBeCloseTo(expected, 5);
      await session.dispose();
    },
  );
});

const OPTIMIZERS: readonly OptimizerConfig[] = [
  { type: "sgd", learningRate: 0.05, momentum: 0.9, weightDecay: 0.1 },
  { type: "adamw", learningRate: 0.01, weightDecay: 0.2, epsilon: 1e-3 },
  { type: "rmsprop", learningRate: 0.01, epsilon: 1e-3 },
  { type: "rmsprop", learningRate: 0.01, epsilon: 1e-3, momentum: 0.5, centered: true },
  { type: "adagrad", learningRate: 0.05 },
  { type: "lars", learningRate: 0.1, weightDecay: 0.01 },
  { type: "muon", learningRate: 0.02 },
  {
    type: "muon",
    learningRate: 0.02,
    excludeLayers: ["dense"],
    companion: { type: "sgd", learningRate: 0.1 },
  },
  {
    type: "sgd",
    learningRate: 0.05,
    groups: [{ match: "*/bias", learningRateMultiplier: 2, weightDecay: 0.1 }],
  },
  { type: "adam", learningRate: 0.01, epsilon: 1e-3, useEma: true, emaMomentum: 0.9 },
  { type: "sgd", learningRate: 0.05, momentum: 0.9, gradientAccumulationSteps: 2, useEma: true },
  { type: "sgd", learningRate: 0.1, clipNorm: 0.1 },
  { type: "sgd", learningRate: 0.1, momentum: 0.9, globalClipNorm: 0.2 },
  { type: "sgd", learningRate: 0.1, clipValue: 0.01 },
];
describe("the engines agree on optimizers", () => {
  it.each(OPTIMIZERS)("%o", (optimizer) => expectAgreement({ optimizer }));
});

it("the engines agree on regularizers and constraints", async () => {
  const model = () =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({
          name: "conv2d",
          inputShape: [...SHAPE],
          filters: 4,
          kernelSize: 3,
          kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
          kernelRegularizer: tf.regularizers.l1l2({ l1: 0.01, l2: 0.02 }),
          kernelConstraint: tf.constraints.minMaxNorm({ minValue: 0.2, maxValue: 0.5, axis: 3 }),
        }),
        tf.layers.flatten({ name: "flatten" }),
        tf.layers.dense({
          name: "dense",
          units: 4,
          activation: "softmax",
          kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
          kernelRegularizer: tf.regularizers.l2({ l2: 0.1 }),
          kernelConstraint: tf.constraints.unitNorm({ axis: 0 }),
        }),
      ],
    });
  await expectAgreement({ model });
});

it("the engines agree on layers that compute as in inference: nothing drops, averages stay, scale and shift learn", async () => {
  const kernel = { kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }) };
  const model = () =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({ name: "conv2d", inputShape: [...SHAPE], filters: 4, kernelSize: 3, ...kernel }),
        tf.layers.batchNormalization({ name: "normalization" }),
        tf.layers.activation({ name: "relu", activation: "relu" }),
        tf.layers.dropout({ name: "dropout", rate: 0.5 }),
        tf.layers.flatten({ name: "flatten" }),
        tf.layers.dense({ name: "dense", units: CLASSES, activation: "softmax", ...kernel }),
      ],
    });
  const stepCase = { model, asInInference: ["BatchNormalization", "Dropout"] };
  await expectAgreement(stepCase);
  const before = await readWeights(model());
  const { weights } = await steps(onnx, stepCase);
  const changed = [...weights.keys()].filter(
    (name) => !weights.get(name)!.every((value, i) => value === before.get(name)![i]),
  );
  expect(changed.sort()).toEqual([
    "conv2d/bias",
    "conv2d/kernel",
    "dense/bias",
    "dense/kernel",
    "normalization/beta",
    "normalization/gamma",
  ]);
});
