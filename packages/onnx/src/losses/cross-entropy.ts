import type { Value } from "../graph/graph.js";
import { clip, div, exp, isPositive, log, mul, sub } from "../graph/ops/elementwise.js";
import { logSoftmax, sum } from "../graph/ops/reduce.js";

/** A loss with its gradient. `backward` gives dL/dx of what the loss was given. */
export interface CompiledLoss {
  /** float32 `[]`, the mean over the batch. */
  readonly loss: Value;
  backward(): Value;
}

/** Takes the model's output `[batch, classes]` and the labels one-hot, `[batch, classes]` float32. */
export type LossCompiler = (output: Value, oneHot: Value) => CompiledLoss;

/**
 * Cross-entropy of softmax(x): `L = −Σ t · logSoftmax(x) / n`, `dL/dx = (softmax(x) − t) / n`.
 * Stable for any logits, because no quotient of exponentials is formed.
 */
export const crossEntropyFromLogits: LossCompiler = (logits, oneHot) => {
  const batch = logits.shape[0]!;
  const logProbabilities = logSoftmax(logits, 1);
  return {
    loss: mul(sum(mul(logProbabilities, oneHot), [0, 1]), -1 / batch),
    backward: () => mul(sub(exp(logProbabilities), oneHot), 1 / batch),
  };
};

/** Keras's fuzz factor: probabilities are kept within [ε, 1 − ε]. */
const EPSILON = 1e-7;

/**
 * Cross-entropy of outputs that are already probabilities, as Keras defines it: they are first made to sum to
 * one, `q = p / Σp`, and clipped. With `g = dL/dq`, `dL/dp = (g − Σ g·q) / Σp`; clipped elements have g = 0.
 */
export const crossEntropyFromProbabilities: LossCompiler = (outputs, oneHot) => {
  const batch = outputs.shape[0]!;
  const total = sum(outputs, [1], true);
  const normalized = div(outputs, total);
  const clipped = clip(normalized, EPSILON, 1 - EPSILON);
  return {
    loss: mul(sum(mul(log(clipped), oneHot), [0, 1]), -1 / batch),
    backward() {
      const isInside = mul(isPositive(sub(normalized, EPSILON)), isPositive(sub(1 - EPSILON, normalized)));
      const dNormalized = mul(div(mul(oneHot, isInside), clipped), -1 / batch);
      return div(sub(dNormalized, sum(mul(dNormalized, normalized), [1], true)), total);
    },
  };
};
