import type { BatchSource } from "./batch.js";
import { checkedBatches } from "./checked-batches.js";
import type { DataForm } from "./data-form.js";
import type { Predictor } from "./engines/engine.js";
import type { LossMeter, MeasuredLoss } from "./loss-meter.js";

/**
 * Loss and accuracy over the batches of a source.
 *
 * @param pause called after every batch; false ends the validation
 * @returns undefined when it was ended
 * @throws Error that names the batch which does not fit the model
 */
export async function validate(
  predictor: Predictor,
  source: BatchSource,
  { meter, form }: { readonly meter: LossMeter; readonly form: DataForm },
  pause: () => Promise<boolean>,
): Promise<MeasuredLoss | undefined> {
  for await (const batch of checkedBatches({ name: "validation", source, epoch: 1 }, form)) {
    meter.add(await predictor.predict(batch.images, batch.size), batch.labels);
    if (!(await pause())) return undefined;
  }
  return meter.result();
}
