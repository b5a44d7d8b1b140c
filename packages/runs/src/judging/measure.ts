import { batches, type ImageSet } from "@imgcls/datasets";
import {
  type Engine,
  type LossConfig,
  lossMeter,
  type Preprocessing,
  predictBatches,
} from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";
import type { TestMetrics } from "../training/card.js";

/** Predicting needs no gradients, so a larger batch than the training's is faster. */
export const TEST_BATCH_SIZE = 256;

export interface MeasuredModel {
  readonly model: LayersModel;
  readonly preprocessing: Preprocessing;
  readonly loss: LossConfig;
}

/** Loss and accuracy on images that were not trained on: the loss is the training's own, without weights of classes. */
export async function measure(
  engine: Engine,
  { model, preprocessing, loss }: MeasuredModel,
  images: ImageSet,
): Promise<TestMetrics> {
  const plan = { preprocessing, batchSize: TEST_BATCH_SIZE, inputShape: images.shape };
  const predictor = await engine.createPredictor(model, plan);
  const meter = lossMeter(model, loss);
  try {
    const source = batches(images, { batchSize: TEST_BATCH_SIZE, shuffle: false }).epoch(1);
    for await (const { batch, outputs } of predictBatches(predictor, source))
      meter.add(outputs, batch.labels);
    return meter.result();
  } finally {
    await predictor.dispose();
  }
}
