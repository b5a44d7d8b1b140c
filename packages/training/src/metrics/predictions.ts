import type { LossConfig } from "@imgcls/onnx";
import type { Batch } from "../batch.js";
import { toProbabilities } from "../to-probabilities.js";
import type { Predictions } from "./metric.js";

/** @param outputs what the model put out for the batch, `[size, outputs]` */
export function predictionsOf(
  { labels, softLabels, size }: Pick<Batch, "labels" | "softLabels" | "size">,
  outputs: Float32Array,
  classes: number,
  loss: LossConfig,
): Predictions {
  const probabilities = toProbabilities(outputs, outputs.length / size, loss);
  return { probabilities, labels: softLabels ? largest(softLabels, classes) : labels, classes };
}

function largest(shares: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: shares.length / classes }, (_, i) => {
    const row = shares.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  });
}
