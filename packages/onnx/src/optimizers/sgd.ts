import { flag, option, share } from "@imgcls/checks";
import { add, mul, sub } from "../graph/ops/elementwise.js";
import type { SgdConfig } from "./config.js";
import { decayed, learningRate, sameForAll } from "./optimizer-compiler.js";
import { learningRateOption } from "./update-options.js";

/**
 * `w ← w − η g`. With momentum μ: `v ← μ v + g`, then `w ← w − η v`, or with Nesterov's correction
 * `w ← w − η (g + μ v)`.
 */
export const sgd = sameForAll<SgdConfig>(
  {
    learningRate: learningRateOption(0.01),
    momentum: option(share, { default: 0, about: "share of the previous velocity that is kept" }),
    nesterov: option(flag, { default: false, about: "looks ahead along the velocity" }),
  },
  ({ momentum, nesterov }) => {
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
