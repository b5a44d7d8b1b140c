import type { LossConfig } from "@imgcls/onnx";
import type { BatchSource } from "./batch.js";
import { batchLoss } from "./batch-loss.js";
import { checkedBatches } from "./checked-batches.js";
import type { DataForm } from "./data-form.js";
import type { Predictor } from "./engines/engine.js";
import { Measurement } from "./metrics/measurement.js";
import type { Metric } from "./metrics/metric.js";
import { predictionsOf } from "./metrics/predictions.js";

export interface ValidationPlan {
  readonly loss: LossConfig;
  readonly form: DataForm;
  /** Measured beside loss and accuracy. */
  readonly metrics: readonly Metric[];
}

/**
 * Loss, accuracy and further metrics over the batches of a source.
 *
 * @param pause called after every batch; false ends the validation
 * @returns undefined when it was ended
 * @throws Error that names the batch which does not fit the model
 */
export async function validate(
  predictor: Predictor,
  source: BatchSource,
  { loss, form, metrics }: ValidationPlan,
  pause: () => Promise<boolean>,
): Promise<Record<string, number> | undefined> {
  let images = 0;
  let lossSum = 0;
  let correct = 0;
  const measurement = new Measurement(metrics);
  for await (const batch of checkedBatches({ name: "validation", source, epoch: 1 }, form)) {
    const outputs = await predictor.predict(batch.images, batch.size);
    const result = batchLoss(outputs, batch.labels, loss);
    images += batch.size;
    lossSum += result.lossSum;
    correct += result.correct;
    if (metrics.length > 0) measurement.add(predictionsOf(batch, outputs, form.classes, loss));
    if (!(await pause())) return undefined;
  }
  return { loss: lossSum / images, accuracy: correct / images, ...measurement.values() };
}
