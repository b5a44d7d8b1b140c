import { div, exp, log, mul, sub } from "../graph/ops/elementwise.js";
import { logSoftmax, sum } from "../graph/ops/reduce.js";
import type { CrossentropyConfig } from "./config.js";
import { classificationOptions, type LossCompiler, type LossDefinition, smoothed } from "./loss-compiler.js";
import { normalized } from "./probabilities.js";

/** Of softmax(x): `L = −Σ t · logSoftmax(x)`, `dL/dx = softmax(x) − t`. No quotient of exponentials is formed. */
const fromLogits: LossCompiler = (logits, targets) => {
  const logProbabilities = logSoftmax(logits, 1);
  return {
    ofSamples: mul(sum(mul(logProbabilities, targets), [1]), -1),
    backward: () => sub(exp(logProbabilities), targets),
  };
};

/** Of outputs that are probabilities: `L = −Σ t log p`, `dL/dp = −t / p`. */
const fromProbabilities: LossCompiler = (outputs, targets) => {
  const { p, backward } = normalized(outputs);
  return {
    ofSamples: mul(sum(mul(log(p), targets), [1]), -1),
    backward: () => backward(mul(div(targets, p), -1)),
  };
};

export const crossentropy: LossDefinition<CrossentropyConfig> = {
  options: classificationOptions("softmax"),
  fusedActivation: "softmax",
  compile({ fromLogits: isLogits, labelSmoothing }) {
    const compile = isLogits ? fromLogits : fromProbabilities;
    return (output, targets) => compile(output, smoothed(targets, labelSmoothing, output.shape[1]!));
  },
};
