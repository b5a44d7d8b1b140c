import { flag, option, positive, share } from "@imgcls/checks";
import { add, div, mul, sqrt, sub } from "../graph/ops/elementwise.js";
import type { RmspropConfig } from "./config.js";
import { decayed, learningRate, sameForAll } from "./optimizer-compiler.js";
import { learningRateOption } from "./update-options.js";

/**
 * `s ← ρ s + (1 − ρ) g²`, `w ← w − η g / √(s + ε)`; centred, `a ← ρ a + (1 − ρ) g` and `s − a²` under the root. With
 * momentum μ: `v ← μ v + η g / √…`, `w ← w − v`.
 */
export const rmsprop = sameForAll<RmspropConfig>(
  {
    learningRate: learningRateOption(0.001),
    rho: option(share, { default: 0.9, about: "share of the mean squared gradient that is kept" }),
    momentum: option(share, { default: 0, about: "share of the previous velocity that is kept" }),
    epsilon: option(positive, { default: 1e-7, about: "added to the mean squared gradient" }),
    centered: option(flag, {
      default: false,
      about: "divides by the variance of the gradient instead of its mean square",
    }),
  },
  ({ rho, momentum, epsilon, centered }) => ({
    slots: ["mean_square", ...(centered ? ["mean"] : []), ...(momentum > 0 ? ["velocity"] : [])],
    update(inputs) {
      const { gradient, slots, number } = inputs;
      const square = add(mul(slots[0]!, rho), mul(mul(gradient, gradient), 1 - rho));
      const mean = centered ? [add(mul(slots[1]!, rho), mul(gradient, 1 - rho))] : [];
      const spread = mean.reduce((rest, a) => sub(rest, mul(a, a)), square);
      const step = div(mul(gradient, learningRate(number)), sqrt(add(spread, epsilon)));
      const velocity = momentum > 0 ? [add(mul(slots.at(-1)!, momentum), step)] : [];
      return {
        weight: sub(decayed(inputs), velocity[0] ?? step),
        slots: [square, ...mean, ...velocity],
      };
    },
  }),
);
