import { notNegative, option } from "@imgcls/checks";
import type { Value } from "../graph/graph.js";
import { div, exp, log, max, mul, pow, sub } from "../graph/ops/elementwise.js";
import { logSoftmax, sum } from "../graph/ops/reduce.js";
import type { FocalCrossentropyConfig } from "./config.js";
import { classificationOptions, type LossDefinition, smoothed } from "./loss-compiler.js";
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
    ...classificationOptions("softmax"),
    alpha: option(notNegative, { default: 0.25, about: "factor of the loss" }),
    gamma: option(notNegative, {
      default: 2,
      about: "how much less counts what is learned: the power of 1 − p",
    }),
  },
  fusedActivation: "softmax",
  compile({ fromLogits, labelSmoothing, alpha, gamma }) {
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
