import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import {
  modelWeights,
  noiseBatch,
  referenceLoss,
  runCompiledSteps,
  toInput,
} from "../test/reference-step.js";
import { compileTrainingStep } from "./compile-training-step.js";

it("one step of plain SGD is the gradient of TensorFlow.js", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [9, 8, 2],
        filters: 4,
        kernelSize: 3,
        activation: "relu",
        name: "conv",
        biasInitializer: tf.initializers.constant({ value: 0.1 }),
      }),
      tf.layers.maxPooling2d({ poolSize: 2, name: "pool" }),
      tf.layers.conv2d({ filters: 5, kernelSize: 2, padding: "same", activation: "tanh", name: "conv_1" }),
      tf.layers.flatten({ name: "flatten" }),
      tf.layers.dense({ units: 6, activation: "sigmoid", name: "dense" }),
      tf.layers.dense({ units: 3, activation: "softmax", name: "dense_1" }),
    ],
  });
  const loss = { type: "categoricalCrossentropy" } as const;
  const preprocessing = { scale: 1 / 255 };
  const batch = noiseBatch([9, 8, 2], 3, 5);
  const step = compileTrainingStep(model, {
    batchSize: 5,
    loss,
    optimizer: { type: "sgd", learningRate: 1 },
    preprocessing,
  });
  const before = modelWeights(model);
  const run = await runCompiledSteps(step, before, [batch], 1);
  const { value, grads } = tf.variableGrads(
    () =>
      referenceLoss(
        model.apply(toInput(batch, [9, 8, 2], preprocessing), { training: true }) as tf.Tensor,
        batch.labels,
        loss,
      ),
    model.trainableWeights.map((w) => (w as any).val),
  );
  expect(run.losses[0]).toBeCloseTo(value.dataSync()[0]!, 5);
  for (const w of model.trainableWeights) {
    const g = grads[(w as any).val.name]!.dataSync();
    const mine = run.variables.get(w.originalName)!.map((v, i) => before.get(w.originalName)![i]! - v);
    expectAllClose(mine, g, 1e-4, w.originalName);
  }
});
