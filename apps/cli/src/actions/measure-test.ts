import { batches, type ImageSet } from "@imgcls/datasets";
import { type Engine, lossMeter, type ModelCard } from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";
import type { TestMetrics } from "./model-card.js";

/** Predicting needs no gradients, so a larger batch than the training's is faster. */
export const TEST_BATCH_SIZE = 256;

export interface TestedModel extends Pick<ModelCard, "preprocessing"> {
  readonly model: LayersModel;
  readonly loss: ModelCard["recipe"]["loss"];
}

/** Loss and accuracy on test images, as `imgcls evaluate` measures them. */
export async function measureTest(
  engine: Engine,
  { model, preprocessing, loss }: TestedModel,
  test: ImageSet,
): Promise<TestMetrics> {
  const plan = { preprocessing, batchSize: TEST_BATCH_SIZE, inputShape: test.shape };
  const predictor = await engine.createPredictor(model, plan);
  const meter = lossMeter(model, loss);
  try {
    for await (const batch of batches(test, { batchSize: TEST_BATCH_SIZE, shuffle: false }).epoch(1)) {
      meter.add(await predictor.predict(batch.images, batch.size), batch.labels);
    }
    return meter.result();
  } finally {
    await predictor.dispose();
  }
}
