import type { LossConfig } from "@imgcls/onnx";

/** Keras's fuzz factor: probabilities are kept within [ε, 1 − ε]. */
const EPSILON = 1e-7;

export interface BatchLoss {
  /** Σ over the images, not their mean. */
  readonly lossSum: number;
  /** How many images have their largest output at their label. */
  readonly correct: number;
}

/**
 * Cross-entropy and hits of a model's outputs, the same for every engine.
 *
 * @param outputs `[n, classes]`: logits with `fromLogits`, else probabilities
 * @param labels `[n]`, class indices
 */
export function batchLoss(outputs: Float32Array, labels: Int32Array, { fromLogits }: LossConfig): BatchLoss {
  const classes = outputs.length / labels.length;
  let lossSum = 0;
  let correct = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = outputs.subarray(i * classes, (i + 1) * classes);
    const label = labels[i]!;
    lossSum += fromLogits ? logSumExp(row) - row[label]! : -Math.log(clippedShare(row, label));
    if (indexOfLargest(row) === label) correct += 1;
  }
  return { lossSum, correct };
}

/**
 * What the outputs say as probabilities: themselves, or with `fromLogits` their softmax.
 *
 * @param outputs `[n, classes]`; not changed
 */
export function toProbabilities(
  outputs: Float32Array,
  classes: number,
  { fromLogits }: LossConfig,
): Float32Array {
  if (!fromLogits) return outputs;
  const probabilities = new Float32Array(outputs.length);
  for (let start = 0; start < outputs.length; start += classes) {
    const row = outputs.subarray(start, start + classes);
    const total = logSumExp(row);
    for (let k = 0; k < classes; k++) probabilities[start + k] = Math.exp(row[k]! - total);
  }
  return probabilities;
}

/** ln Σ eˣ, with the largest x taken out so that nothing overflows. */
function logSumExp(row: Float32Array): number {
  const largest = row[indexOfLargest(row)]!;
  let sum = 0;
  for (const value of row) sum += Math.exp(value - largest);
  return largest + Math.log(sum);
}

function clippedShare(row: Float32Array, label: number): number {
  let total = 0;
  for (const value of row) total += value;
  const share = row[label]! / total;
  return Math.min(Math.max(share, EPSILON), 1 - EPSILON);
}

function indexOfLargest(row: Float32Array): number {
  let best = 0;
  for (let k = 1; k < row.length; k++) if (row[k]! > row[best]!) best = k;
  return best;
}
