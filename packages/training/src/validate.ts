import type { LossConfig } from "@imgcls/onnx";
import type { BatchSource } from "./batch.js";
import { checkedBatches } from "./checked-batches.js";
import type { DataForm } from "./data-form.js";
import type { Predictor } from "./engines/engine.js";
import type { LossMeter } from "./loss-meter.js";
import { Measurement } from "./metrics/measurement.js";
import type { Metric } from "./metrics/metric.js";
import { predictionsOf } from "./metrics/predictions.js";
import { predictBatches } from "./predict-batches.js";

export interface ValidationPlan {
  readonly meter: LossMeter;
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
  { meter, loss, form, metrics }: ValidationPlan,
  pause: () => Promise<boolean>,
): Promise<Record<string, number> | undefined> {
  const measurement = new Measurement(metrics);
  const batches = checkedBatches({ name: "validation", source, epoch: 1 }, form);
  for await (const { batch, outputs } of predictBatches(predictor, batches)) {
    meter.add(outputs, batch.labels);
    if (metrics.length > 0) measurement.add(predictionsOf(batch, outputs, form.classes, loss));
    if (!(await pause())) return undefined;
  }
  return { ...meter.result(), ...measurement.values() };
}
