import { expectAllClose } from "@imgcls/test-utils";
import { expect, it } from "vitest";
import {
  CLASSES,
  FROM_LOGITS,
  FROM_PROBABILITIES,
  PREPROCESSING,
  SHAPE,
  smallModel,
  smallSource,
} from "../test/small-model.js";
import { onnxEngine } from "./engines/onnx.js";
import { tfjsEngine } from "./engines/tfjs.js";
import { fit } from "./fit.js";
import { predictAll } from "./predict-batches.js";
import { predictProbabilities } from "./predict-probabilities.js";

const plan = { preprocessing: PREPROCESSING, batchSize: 8 };

it.each([
  ["onnx", onnxEngine({ threads: 1 })],
  ["tfjs", tfjsEngine({ backend: "cpu" })],
])("predicts, counts and measures as fit's validation does: %s", async (_, engine) => {
  for (const loss of [FROM_PROBABILITIES, FROM_LOGITS]) {
    const model = smallModel({ logits: loss.fromLogits === true });
    const validation = smallSource(19, 9);
    const { history } = await fit(model, {
      train: smallSource(16),
      validation,
      epochs: 1,
      optimizer: { type: "sgd", learningRate: 0.1 },
      loss,
      preprocessing: PREPROCESSING,
      engine,
    });
    const predictor = await engine.createPredictor(model, plan);
    const all = await predictAll(predictor, validation.epoch(1), { model, loss });
    await predictor.dispose();

    expect(all.loss).toBeCloseTo(history[0]!.val_loss!, 5);
    expect(all.accuracy).toBe(history[0]!.val_accuracy);
    const batches = [];
    for await (const batch of validation.epoch(1)) batches.push(batch);
    expect([...all.labels]).toEqual(batches.flatMap(({ labels }) => [...labels]));
    const images = Uint8Array.from(batches.flatMap((batch) => [...batch.images]));
    const options = { size: 19, shape: SHAPE, preprocessing: PREPROCESSING, loss, engine };
    expect(all.probabilities).toHaveLength(19 * CLASSES);
    expectAllClose(all.probabilities, await predictProbabilities(model, images, options), 1e-5);
  }
});
