import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { testEngine } from "../../test/engine-contract.js";
import { CLASSES, SGD, SHAPE, smallBatch, smallModel, smallPlan } from "../../test/small-model.js";
import { onnxEngine } from "./onnx.js";
import { tfjsEngine } from "./tfjs.js";

testEngine(
  "onnx",
  () => onnxEngine({ threads: 1 }),
  () => tfjsEngine({ backend: "cpu" }),
);

it("uses the threads it is given", async () => {
  const predictor = await onnxEngine({ threads: 1 }).createPredictor(smallModel(), smallPlan());
  expect(predictor.description.device).toMatch(/^cpu, 1 thread(, channels in blocks of (8|16))?$/);
  await predictor.dispose();
});

it("says which layers it cannot train, before a session is made", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [...SHAPE] }),
      tf.layers.gaussianNoise({ name: "odd", stddev: 0.1 }),
      tf.layers.dense({ units: CLASSES, activation: "softmax" }),
    ],
  });
  const reason = await onnxEngine().unavailableReason({ model, plan: smallPlan() });
  expect(reason).toMatch(/layer "odd" \(GaussianNoise\)/);
  expect(await onnxEngine().unavailableReason({ model: smallModel(), plan: smallPlan() })).toBeUndefined();
});

it("takes more batch sizes than it keeps sessions for", async () => {
  const session = await onnxEngine({ threads: 1 }).createSession(smallModel(), smallPlan());
  for (const [step, size] of [8, 1, 2, 3, 4, 5, 8].entries()) {
    const { loss } = await session.trainStep(smallBatch(size, size), { learningRate: 0.01, step });
    expect(loss).toBeGreaterThan(0);
  }
  await session.dispose();
});

it("does not hold on to the tensors of past steps", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [...SHAPE] }),
      tf.layers.dense({ units: 4000, activation: "relu" }),
      tf.layers.dense({ units: CLASSES, activation: "softmax" }),
    ],
  });
  const session = await onnxEngine({ threads: 1 }).createSession(model, smallPlan({ optimizer: SGD }));
  const steps = 150;
  const bytesPerStep = 2 * 4 * model.countParams();
  for (let step = 0; step < steps; step++) {
    await session.trainStep(smallBatch(8, step), { learningRate: 0.001, step });
  }
  expect(process.memoryUsage().arrayBuffers).toBeLessThan((steps * bytesPerStep) / 4);
  await session.dispose();
});

it.each([0, 1.5, 100_000, Number.NaN])("refuses %d threads before anything is loaded", (threads) => {
  expect(() => onnxEngine({ threads })).toThrow(
    `[imgcls/training] onnxEngine: expected onnxEngine.threads to be a whole number from 1 to 512 (threads beyond the machine's processors only wait for each other), received ${threads}.`,
  );
});
