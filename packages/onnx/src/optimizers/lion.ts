import { option, share } from "@imgcls/checks";
import { add, mul, sign, sub } from "../graph/ops/elementwise.js";
import type { LionConfig } from "./config.js";
import { decayed, learningRate, sameForAll } from "./optimizer-compiler.js";
import { learningRateOption } from "./update-options.js";

/** `w ← w − η sign(β₁ m + (1 − β₁) g)`, then `m ← β₂ m + (1 − β₂) g`. */
export const lion = sameForAll<LionConfig>(
  {
    learningRate: learningRateOption(0.001),
    beta1: option(share, { default: 0.9, about: "share of the mean gradient in the direction of a step" }),
    beta2: option(share, { default: 0.99, about: "share of the mean gradient that is kept" }),
  },
  ({ beta1, beta2 }) => ({
    slots: ["m"],
    update(inputs) {
      const { gradient, slots, number } = inputs;
      const moved = (beta: number) => add(mul(slots[0]!, beta), mul(gradient, 1 - beta));
      return {
        weight: sub(decayed(inputs), mul(sign(moved(beta1)), learningRate(number))),
        slots: [moved(beta2)],
      };
    },
  }),
);
