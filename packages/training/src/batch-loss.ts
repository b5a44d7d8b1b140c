import type { LossConfig } from "@imgcls/onnx";
import { logSoftmax, sampleLoss } from "./sample-loss.js";

export interface BatchLoss {
  /** Σ over the images, not their mean. */
  readonly lossSum: number;
  /** How many images have their largest output at their label; one output says class 1 above ½, or as a logit above 0. */
  readonly correct: number;
}

/**
 * Loss and hits of a model's outputs, the same for every engine.
 *
 * @param outputs `[n, classes]`, or `[n, 1]` of class 1: logits with `fromLogits`, else probabilities
 * @param labels `[n]`, class indices
 * @param isSoftmax the outputs are a softmax: small probabilities are then taken as they are, as in a training step,
 *   which takes softmax and logarithm together. Default false: Keras's clipping to [1e-7, 1 − 1e-7]
 */
export function batchLoss(
  outputs: Float32Array,
  labels: Int32Array,
  loss: LossConfig,
  isSoftmax = false,
): BatchLoss {
  const classes = outputs.length / labels.length;
  const lossOf = sampleLoss(loss, isSoftmax);
  let lossSum = 0;
  let correct = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = outputs.subarray(i * classes, (i + 1) * classes);
    const label = labels[i]!;
    lossSum += lossOf(row, label);
    if (predictedClass(row, loss) === label) correct += 1;
  }
  return { lossSum, correct };
}

/**
 * What the outputs say as probabilities: themselves, or with `fromLogits` their softmax; with binary cross-entropy the
 * sigmoid of each class by itself. One output is that of class 1, and becomes `[n, 2]`: `1 − p` and p.
 *
 * @param outputs `[n, units]`; not changed
 * @param units numbers that the model puts out for an image
 */
export function toProbabilities(outputs: Float32Array, units: number, loss: LossConfig): Float32Array {
  const probabilities = ofEachOutput(outputs, units, loss);
  if (units !== 1) return probabilities;
  return Float32Array.from({ length: 2 * outputs.length }, (_, i) => {
    const p = probabilities[Math.floor(i / 2)]!;
    return i % 2 === 1 ? p : 1 - p;
  });
}

function ofEachOutput(
  outputs: Float32Array,
  classes: number,
  { type, fromLogits }: LossConfig,
): Float32Array {
  if (!fromLogits) return outputs;
  if (type === "binaryCrossentropy") return outputs.map((x) => 1 / (1 + Math.exp(-x)));
  const probabilities = new Float32Array(outputs.length);
  for (let start = 0; start < outputs.length; start += classes) {
    probabilities.set(logSoftmax(outputs.subarray(start, start + classes)).map(Math.exp), start);
  }
  return probabilities;
}

function predictedClass(row: Float32Array, { fromLogits }: LossConfig): number {
  if (row.length === 1) return row[0]! > (fromLogits ? 0 : 0.5) ? 1 : 0;
  let best = 0;
  for (let k = 1; k < row.length; k++) if (row[k]! > row[best]!) best = k;
  return best;
}
