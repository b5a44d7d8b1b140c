import { notNegative, option, positive } from "@imgcls/checks";
import { add, div, mul, sqrt, sub } from "../graph/ops/elementwise.js";
import type { AdagradConfig } from "./config.js";
import { decayed, learningRate, sameForAll } from "./optimizer-compiler.js";
import { learningRateOption } from "./update-options.js";

/** `s ← s + g²`, `w ← w − η g / √(s + ε)`. The slot holds s without its start, because slots start as zeros. */
export const adagrad = sameForAll<AdagradConfig>(
  {
    learningRate: learningRateOption(0.001),
    initialAccumulatorValue: option(notNegative, {
      default: 0.1,
      about: "what the sum of squared gradients starts from",
    }),
    epsilon: option(positive, { default: 1e-7, about: "added to the sum of squared gradients" }),
  },
  ({ initialAccumulatorValue, epsilon }) => ({
    slots: ["squares"],
    update(inputs) {
      const { gradient, slots, number } = inputs;
      const squares = add(slots[0]!, mul(gradient, gradient));
      const scale = sqrt(add(squares, initialAccumulatorValue + epsilon));
      return {
        weight: sub(decayed(inputs), div(mul(gradient, learningRate(number)), scale)),
        slots: [squares],
      };
    },
  }),
);
