import { flag, share } from "@imgcls/checks";
import { add, mul, sub } from "../graph/ops/elementwise.js";
import type { SgdConfig } from "./config.js";
import { decayed, learningRate, sameForAll } from "./optimizer-compiler.js";

/**
 * `w ← w − η g`. With momentum μ: `v ← μ v + g`, then `w ← w − η v`, or with Nesterov's correction
 * `w ← w − η (g + μ v)`.
 */
export const sgd = sameForAll<SgdConfig>(
  { momentum: share, nesterov: flag },
  ({ momentum = 0, nesterov = false }) => {
    if (momentum === 0) {
      return {
        slots: [],
        update: (inputs) => ({
          weight: sub(decayed(inputs), mul(inputs.gradient, learningRate(inputs.number))),
          slots: [],
        }),
      };
    }
    return {
      slots: ["velocity"],
      update(inputs) {
        const { gradient, slots, number } = inputs;
        const velocity = add(mul(slots[0]!, momentum), gradient);
        const direction = nesterov ? add(mul(velocity, momentum), gradient) : velocity;
        return { weight: sub(decayed(inputs), mul(direction, learningRate(number))), slots: [velocity] };
      },
    };
  },
);
