import type { LossConfig } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import type { Batch } from "./batch.js";
import type { Predictor } from "./engines/engine.js";
import { eventLoopTurns } from "./event-loop.js";
import { lossMeter, type MeasuredLoss } from "./loss-meter.js";
import { toProbabilities } from "./to-probabilities.js";

export type ImageBatch = Pick<Batch, "images" | "size">;
export type LabeledBatch = Pick<Batch, "images" | "labels" | "size">;

/**
 * The loop over everything that is predicted: what the model puts out for each batch, in order. In between it lets the event
 * loop run.
 *
 * @returns `outputs` `[size, units]` of each batch: probabilities or logits
 */
export async function* predictBatches<B extends ImageBatch>(
  predictor: Pick<Predictor, "predict">,
  batches: Iterable<B> | AsyncIterable<B>,
): AsyncGenerator<{ readonly batch: B; readonly outputs: Float32Array }> {
  const turn = eventLoopTurns();
  for await (const batch of batches) {
    yield { batch, outputs: await predictor.predict(batch.images, batch.size) };
    await turn();
  }
}

export interface LabeledPredictions extends MeasuredLoss {
  /** `[n, classes]`, two for a model with one output. */
  readonly probabilities: Float32Array;
  /** `[n]`, class indices in the order of the batches. */
  readonly labels: Int32Array;
}

/**
 * Class probabilities of labelled images with their loss and accuracy, as `lossMeter` has them.
 *
 * @param task the model that the predictor runs, and the loss it was trained with
 * @throws TrainingOptionsError when the loss is none
 */
export async function predictAll(
  predictor: Pick<Predictor, "predict">,
  batches: Iterable<LabeledBatch> | AsyncIterable<LabeledBatch>,
  { model, loss }: { readonly model: LayersModel; readonly loss: LossConfig },
): Promise<LabeledPredictions> {
  const meter = lossMeter(model, loss);
  const units = model.outputs[0]!.shape.at(-1)!;
  const outputsOfBatches: Float32Array[] = [];
  const labelsOfBatches: Int32Array[] = [];
  for await (const { batch, outputs } of predictBatches(predictor, batches)) {
    meter.add(outputs, batch.labels);
    outputsOfBatches.push(outputs);
    labelsOfBatches.push(batch.labels);
  }
  const images = labelsOfBatches.reduce((sum, { length }) => sum + length, 0);
  const outputs = joined(new Float32Array(images * units), outputsOfBatches);
  return {
    probabilities: toProbabilities(outputs, units, loss),
    labels: joined(new Int32Array(images), labelsOfBatches),
    ...meter.result(),
  };
}

/** Images one after the other as batches, the last one with what is left. */
export function* imageBatches(images: Uint8Array, size: number, batchSize: number): Generator<ImageBatch> {
  const pixels = images.length / size;
  for (let start = 0; start < size; start += batchSize) {
    const end = Math.min(start + batchSize, size);
    yield { images: images.subarray(start * pixels, end * pixels), size: end - start };
  }
}

function joined<All extends Float32Array | Int32Array>(all: All, parts: readonly All[]): All {
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
