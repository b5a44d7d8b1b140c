import { expectAllClose } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import {
  CLASSES,
  FROM_LOGITS,
  FROM_PROBABILITIES,
  PREPROCESSING,
  SHAPE,
  smallBatch,
  smallModel,
  smallPlan,
  smallSource,
} from "../test/small-model.js";
import { onnxEngine } from "./engines/onnx.js";
import { tfjsEngine } from "./engines/tfjs.js";
import { fit } from "./fit.js";
import { lossMeter } from "./loss-meter.js";

describe.each([
  ["that ends in logits", true, 1e3],
  ["that ends in a softmax", false, 20],
])("a model %s", (_, logits, least) => {
  const loss = { ...(logits ? FROM_LOGITS : FROM_PROBABILITIES), labelSmoothing: 0.1 };

  it("that diverged has one test loss, by whatever engine it is measured", async () => {
    const model = smallModel({ logits });
    const { history } = await fit(model, {
      train: smallSource(16),
      validation: smallSource(24, 9),
      epochs: 1,
      optimizer: { type: "sgd", learningRate: 30 },
      loss,
      preprocessing: PREPROCESSING,
      engine: onnxEngine({ threads: 1 }),
    });
    const { val_loss, val_accuracy } = history[0]!;
    expect(val_loss).toBeGreaterThan(least);
    for (const engine of [onnxEngine({ threads: 1 }), tfjsEngine({ backend: "cpu" })]) {
      const predictor = await engine.createPredictor(model, smallPlan({ loss }));
      const meter = lossMeter(model, loss);
      for await (const { images, labels, size } of smallSource(24, 9).epoch(1)) {
        meter.add(await predictor.predict(images, size), labels);
      }
      await predictor.dispose();
      expectAllClose([meter.result().loss], [val_loss!], 1e-4, engine.name);
      expect(meter.result().accuracy).toBe(val_accuracy);
    }
  });
});

it.each([
  ["onnx", onnxEngine({ threads: 1 })],
  ["tfjs", tfjsEngine({ backend: "cpu" })],
])("is what a training step of %s has for images that are wrong with great confidence", async (_, engine) => {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [...SHAPE] }),
      tf.layers.dense({
        units: CLASSES,
        activation: "softmax",
        kernelInitializer: tf.initializers.randomNormal({ stddev: 1.5, seed: 4 }),
      }),
    ],
  });
  const session = await engine.createSession(model, smallPlan());
  const batch = smallBatch(8, 3);
  const outputs = await session.predict(batch.images, 8);
  const shares = Array.from(batch.labels, (label, i) => outputs[i * CLASSES + label]!);
  expect(Math.min(...shares)).toBeLessThan(1e-9);
  expect(Math.min(...shares)).toBeGreaterThan(1e-30);
  const meter = lossMeter(model, FROM_PROBABILITIES);
  meter.add(outputs, batch.labels);
  const { loss } = await session.trainStep(batch, { step: 0, learningRate: 0 });
  expectAllClose([meter.result().loss], [loss], 1e-5);
  await session.dispose();
});
