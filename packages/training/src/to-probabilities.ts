import type { LossConfig } from "@imgcls/onnx";

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
    softmax(outputs, probabilities, start, start + classes);
  }
  return probabilities;
}

/** `eˣ / Σ eˣ` of a range, with the largest x taken out so that nothing overflows. Plain loops: it is part of every step. */
function softmax(logits: Float32Array, probabilities: Float32Array, start: number, end: number): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) largest = Math.max(largest, logits[i]!);
  let total = 0;
  for (let i = start; i < end; i++) total += Math.exp(logits[i]! - largest);
  for (let i = start; i < end; i++) probabilities[i] = Math.exp(logits[i]! - largest) / total;
}
