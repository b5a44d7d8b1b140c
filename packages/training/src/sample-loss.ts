import type { LossConfigs, LossName } from "@imgcls/onnx";

/** Keras's fuzz factor: probabilities are kept within [ε, 1 − ε]. */
const EPSILON = 1e-7;

/** The smallest probability whose reciprocal is still a float32. */
export const SMALLEST_SHARE = 1e-37;

/** The loss of one image, from the model's outputs for it: one for each class, or only that of class 1. */
export type SampleLoss = (outputs: Float32Array, label: number) => number;

const crossentropy = (
  { fromLogits, labelSmoothing = 0 }: LossConfigs["categoricalCrossentropy"],
  isSoftmax: boolean,
): SampleLoss => {
  const logarithms = logarithmsOf(fromLogits, isSoftmax);
  return (outputs, label) => {
    const logP = logarithms(outputs);
    return sum(outputs.length, (k) => -target(k, label, labelSmoothing, outputs.length) * logP[k]!);
  };
};

/** As the compiled step computes them, here for validation; class weights are for training alone. */
const LOSSES: { readonly [N in LossName]: (config: LossConfigs[N], isSoftmax: boolean) => SampleLoss } = {
  categoricalCrossentropy: crossentropy,
  sparseCategoricalCrossentropy: crossentropy,
  categoricalFocalCrossentropy({ fromLogits, labelSmoothing = 0, alpha = 0.25, gamma = 2 }, isSoftmax) {
    const logarithms = logarithmsOf(fromLogits, isSoftmax);
    return (outputs, label) => {
      const logP = logarithms(outputs);
      return sum(outputs.length, (k) => {
        const weight = alpha * (1 - Math.exp(logP[k]!)) ** gamma;
        return -target(k, label, labelSmoothing, outputs.length) * weight * logP[k]!;
      });
    };
  },
  binaryCrossentropy({ fromLogits, labelSmoothing = 0 }) {
    const ofClass = fromLogits
      ? (x: number, t: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - x * t
      : (y: number, t: number) => -t * Math.log(clip(y)) - (1 - t) * Math.log(1 - clip(y));
    return (outputs, label) =>
      sum(outputs.length, (k) =>
        ofClass(outputs[k]!, target(classOf(k, outputs), label, labelSmoothing, 2)),
      ) / outputs.length;
  },
  meanSquaredError: () => (outputs, label) =>
    sum(outputs.length, (k) => (outputs[k]! - target(classOf(k, outputs), label, 0, 1)) ** 2) /
    outputs.length,
};

/** @param isSoftmax the outputs are a softmax, whose small values are trusted */
export const sampleLoss = <N extends LossName>(config: LossConfigs[N], isSoftmax: boolean): SampleLoss =>
  LOSSES[config.type as N](config, isSoftmax);

const classOf = (k: number, outputs: Float32Array): number => (outputs.length === 1 ? 1 : k);

/** `t (1 − s) + s / shares`, t is 1 for the label and else 0. */
const target = (k: number, label: number, smoothing: number, shares: number): number =>
  (k === label ? 1 - smoothing : 0) + smoothing / shares;

const clip = (p: number): number => Math.min(Math.max(p, EPSILON), 1 - EPSILON);

function sum(count: number, term: (k: number) => number): number {
  let total = 0;
  for (let k = 0; k < count; k++) total += term(k);
  return total;
}

function logarithmsOf(fromLogits = false, isSoftmax: boolean): (outputs: Float32Array) => Float64Array {
  if (fromLogits) return logSoftmax;
  return isSoftmax ? logOfSoftmax : logShares;
}

const logOfSoftmax = (outputs: Float32Array): Float64Array =>
  Float64Array.from(outputs, (share) => Math.log(Math.max(share, SMALLEST_SHARE)));

/** ln of the outputs, made to sum to one. */
function logShares(outputs: Float32Array): Float64Array {
  const total = sum(outputs.length, (k) => outputs[k]!);
  return Float64Array.from(outputs, (value) => Math.log(clip(value / total)));
}

/** `x − ln Σ eˣ`, with the largest x taken out so that nothing overflows. */
export function logSoftmax(logits: Float32Array): Float64Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = largest + Math.log(sum(logits.length, (k) => Math.exp(logits[k]! - largest)));
  return Float64Array.from(logits, (x) => x - total);
}
