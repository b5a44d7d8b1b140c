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
    probabilities.set(softmax(outputs.subarray(start, start + classes)), start);
  }
  return probabilities;
}

/** `eˣ / Σ eˣ`, with the largest x taken out so that nothing overflows. */
function softmax(logits: Float32Array): Float64Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = Float64Array.from(logits, (x) => Math.exp(x - largest));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}
