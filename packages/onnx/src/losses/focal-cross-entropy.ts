import { flag, notNegative, notNegatives, share } from "@imgcls/checks";
import type { Value } from "../graph/graph.js";
import { div, exp, log, max, mul, pow, sub } from "../graph/ops/elementwise.js";
import { logSoftmax, sum } from "../graph/ops/reduce.js";
import type { FocalCrossentropyConfig } from "./config.js";
import { type LossDefinition, smoothed } from "./loss-compiler.js";
import { normalized } from "./probabilities.js";

/** Below it `1 − p` counts as this: a power below 0 stays finite. */
const SMALLEST_DISTANCE = 1e-7;

/**
 * `L = −α Σ t (1 − p)^γ log p`. By the logarithm q of p it changes by
 * `dL/dq = −α t ((1 − p)^γ − γ (1 − p)^(γ − 1) p q)`; then `dL/dx = g − p Σ g` with g = dL/dq behind a softmax, and
 * `dL/dp = g / p` for given probabilities.
 */
function focal(p: Value, q: Value, targets: Value, alpha: number, gamma: number) {
  const distance = max(sub(1, p), SMALLEST_DISTANCE);
  const damping = pow(distance, gamma);
  return {
    ofSamples: mul(sum(mul(mul(targets, damping), q), [1]), -alpha),
    byLogarithm() {
      const ofDamping = mul(mul(pow(distance, gamma - 1), gamma), mul(p, q));
      return mul(mul(targets, sub(damping, ofDamping)), -alpha);
    },
  };
}

export const focalCrossentropy: LossDefinition<FocalCrossentropyConfig> = {
  options: {
    fromLogits: flag,
    labelSmoothing: share,
    classWeights: notNegatives,
    alpha: notNegative,
    gamma: notNegative,
  },
  fusedActivation: "softmax",
  compile({ fromLogits = false, labelSmoothing = 0, alpha = 0.25, gamma = 2 }) {
    return (output, labels) => {
      const targets = smoothed(labels, labelSmoothing, output.shape[1]!);
      if (fromLogits) {
        const q = logSoftmax(output, 1);
        const p = exp(q);
        const { ofSamples, byLogarithm } = focal(p, q, targets, alpha, gamma);
        return {
          ofSamples,
          backward() {
            const g = byLogarithm();
            return sub(g, mul(p, sum(g, [1], true)));
          },
        };
      }
      const { p, backward } = normalized(output);
      const { ofSamples, byLogarithm } = focal(p, log(p), targets, alpha, gamma);
      return { ofSamples, backward: () => backward(div(byLogarithm(), p)) };
    };
  },
};
