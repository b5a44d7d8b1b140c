import { notNegative, positive } from "@imgcls/checks";
import { add, div, mul, sqrt, sub } from "../graph/ops/elementwise.js";
import type { AdagradConfig } from "./config.js";
import { decayed, learningRate, sameForAll } from "./optimizer-compiler.js";

/** `s ← s + g²`, `w ← w − η g / √(s + ε)`. The slot holds s without its start, because slots start as zeros. */
export const adagrad = sameForAll<AdagradConfig>(
  { initialAccumulatorValue: notNegative, epsilon: positive },
  ({ initialAccumulatorValue = 0.1, epsilon = 1e-7 }) => ({
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
