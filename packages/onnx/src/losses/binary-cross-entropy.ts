import { add, div, log, mul, sigmoid, softplus, sub } from "../graph/ops/elementwise.js";
import { sum } from "../graph/ops/reduce.js";
import type { BinaryCrossentropyConfig } from "./config.js";
import { classificationOptions, type LossCompiler, type LossDefinition, smoothed } from "./loss-compiler.js";
import { clipped } from "./probabilities.js";

/** Of p = sigmoid(x): `L = Σ (softplus(x) − x t) / K`, `dL/dx = (p − t) / K`. */
const fromLogits: LossCompiler = (logits, targets) => {
  const classes = logits.shape[1]!;
  return {
    ofSamples: mul(sum(sub(softplus(logits), mul(logits, targets)), [1]), 1 / classes),
    backward: () => mul(sub(sigmoid(logits), targets), 1 / classes),
  };
};

/** `L = −Σ (t log p + (1 − t) log(1 − p)) / K`, `dL/dp = (p − t) / (p (1 − p)) / K`. */
const fromProbabilities: LossCompiler = (outputs, targets) => {
  const classes = outputs.shape[1]!;
  const { p, backward } = clipped(outputs);
  const likelihood = add(mul(targets, log(p)), mul(sub(1, targets), log(sub(1, p))));
  return {
    ofSamples: mul(sum(likelihood, [1]), -1 / classes),
    backward: () => backward(mul(div(sub(p, targets), mul(p, sub(1, p))), 1 / classes)),
  };
};

export const binaryCrossentropy: LossDefinition<BinaryCrossentropyConfig> = {
  options: classificationOptions("sigmoid"),
  fusedActivation: "sigmoid",
  compile({ fromLogits: isLogits, labelSmoothing }) {
    const compile = isLogits ? fromLogits : fromProbabilities;
    return (output, targets) => compile(output, smoothed(targets, labelSmoothing, 2));
  },
};
