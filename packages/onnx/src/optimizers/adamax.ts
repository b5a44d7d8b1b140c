import { option, positive, share } from "@imgcls/checks";
import { abs, add, div, max, mul, sub } from "../graph/ops/elementwise.js";
import type { AdamaxConfig } from "./config.js";
import { decayed, sameForAll } from "./optimizer-compiler.js";
import { learningRateOption } from "./update-options.js";

/** `m ← β₁ m + (1 − β₁) g`, `u ← max(β₂ u, |g|)`, `w ← w − η m / ((1 − β₁ᵗ) (u + ε))`, t from 1. */
export const adamax = sameForAll<AdamaxConfig>(
  {
    learningRate: learningRateOption(0.001),
    beta1: option(share, { default: 0.9, about: "share of the mean gradient that is kept" }),
    beta2: option(share, { default: 0.999, about: "share of the largest gradient that is kept" }),
    epsilon: option(positive, { default: 1e-7, about: "added to the largest gradient" }),
  },
  ({ beta1, beta2, epsilon }) => ({
    slots: ["m", "u"],
    update(inputs) {
      const { gradient, slots, number } = inputs;
      const mean = add(mul(slots[0]!, beta1), mul(gradient, 1 - beta1));
      const largest = max(mul(slots[1]!, beta2), abs(gradient));
      const stepSize = number("step_size", (at) => at.learningRate / (1 - beta1 ** (at.step + 1)));
      return {
        weight: sub(decayed(inputs), div(mul(mean, stepSize), add(largest, epsilon))),
        slots: [mean, largest],
      };
    },
  }),
);
