import { batches, type ImageSet } from "@imgcls/datasets";
import {
  type Engine,
  type LossConfig,
  lossMeter,
  type Preprocessing,
  predictBatches,
} from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";
import type { EvaluationSettings } from "../recipe/recipe.js";
import type { TestMetrics } from "../training/card.js";
import type { AnswerFacts } from "./answers.js";
import { fitAnswers } from "./fit-answers.js";
import { predictingViews } from "./views.js";

/** Predicting needs no gradients, so a larger batch than the training's is faster. */
export const TEST_BATCH_SIZE = 256;

export interface MeasuredModel {
  readonly model: LayersModel;
  readonly preprocessing: Preprocessing;
  readonly loss: LossConfig;
  readonly views: EvaluationSettings;
}

/**
 * Loss and accuracy on images that were not trained on: the loss is the training's own, without weights of classes.
 *
 * @throws the signal's reason when it is aborted
 */
export async function measure(
  engine: Engine,
  measured: MeasuredModel,
  images: ImageSet,
  signal?: AbortSignal,
): Promise<TestMetrics> {
  const meter = lossMeter(measured.model, measured.loss);
  for await (const { batch, outputs } of predicted(engine, measured, images, signal))
    meter.add(outputs, batch.labels);
  return meter.result();
}

/**
 * What a card says of answers, by images that were not trained on.
 *
 * @throws the signal's reason when it is aborted
 */
export async function answersByImages(
  engine: Engine,
  measured: MeasuredModel,
  images: ImageSet,
  signal?: AbortSignal,
): Promise<AnswerFacts> {
  const units = measured.model.outputs[0]!.shape.at(-1)!;
  const outputs = new Float32Array(images.length * units);
  const labels: number[] = [];
  for await (const { batch, outputs: ofBatch } of predicted(engine, measured, images, signal)) {
    outputs.set(ofBatch, labels.length * units);
    labels.push(...batch.labels);
  }
  return fitAnswers({ outputs, units, loss: measured.loss }, labels);
}

async function* predicted(
  engine: Engine,
  { model, preprocessing, views }: MeasuredModel,
  images: ImageSet,
  signal: AbortSignal | undefined,
) {
  const plan = { preprocessing, batchSize: TEST_BATCH_SIZE, inputShape: images.shape };
  const predictor = predictingViews(await engine.createPredictor(model, plan), views, images.shape);
  try {
    yield* predictBatches(
      predictor,
      batches(images, { batchSize: TEST_BATCH_SIZE, shuffle: false, ...(signal && { signal }) }).epoch(1),
    );
  } finally {
    await predictor.dispose();
  }
}
