import { div, isPositive, log, max, mul, sub } from "../graph/ops/elementwise.js";
import type { LossCompiler } from "./loss-compiler.js";

/** The smallest probability whose reciprocal is still a float32. */
const SMALLEST_SHARE = 1e-37;

/**
 * A loss of logits for outputs that are their softmax p: log p are logits of the same softmax, so small probabilities count
 * as they are. With Keras's clipping at 1e-7 an image that is classified wrongly with great confidence would have no
 * gradient, and would have another loss than in a step that takes softmax and loss together. `dL/dp = (dL/d log p) / p`.
 */
export const throughSoftmax =
  (ofLogits: LossCompiler): LossCompiler =>
  (outputs, targets) => {
    const p = max(outputs, SMALLEST_SHARE);
    const { ofSamples, backward } = ofLogits(log(p), targets);
    return { ofSamples, backward: () => mul(div(backward(), p), isPositive(sub(outputs, SMALLEST_SHARE))) };
  };
