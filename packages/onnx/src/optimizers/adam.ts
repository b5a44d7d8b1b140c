import { option, positive, share } from "@imgcls/checks";
import { add, div, mul, sqrt, sub } from "../graph/ops/elementwise.js";
import type { AdamConfig, AdamWConfig } from "./config.js";
import { type Complete, decayed, sameForAll, type UpdateRule } from "./optimizer-compiler.js";
import { learningRateOption, weightDecayOption } from "./update-options.js";

const OPTIONS = {
  learningRate: learningRateOption(0.001),
  beta1: option(share, { default: 0.9, about: "share of the mean gradient that is kept" }),
  beta2: option(share, { default: 0.999, about: "share of the mean squared gradient that is kept" }),
  epsilon: option(positive, { default: 1e-7, about: "added to the root of the mean squared gradient" }),
};

/**
 * `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, `w ← w − η m̂ / (√v̂ + ε)` with the means freed of their start
 * at zero, `m̂ = m / (1 − β₁ᵗ)` and `v̂ = v / (1 − β₂ᵗ)`, t from 1. Both corrections are numbers of the step,
 * computed outside in double precision: in float32, 1 − 0.999 loses four digits.
 */
function adamRule({
  beta1,
  beta2,
  epsilon,
}: Omit<Complete<AdamConfig>, "type">): Pick<UpdateRule, "slots" | "update"> {
  return {
    slots: ["m", "v"],
    update(inputs) {
      const { gradient, slots, number } = inputs;
      const mean = add(mul(slots[0]!, beta1), mul(gradient, 1 - beta1));
      const variance = add(mul(slots[1]!, beta2), mul(mul(gradient, gradient), 1 - beta2));
      const stepSize = number("step_size", (at) => at.learningRate / (1 - beta1 ** (at.step + 1)));
      const correction = number("variance_correction", ({ step }) => 1 / (1 - beta2 ** (step + 1)));
      const scale = add(sqrt(mul(variance, correction)), epsilon);
      return {
        weight: sub(decayed(inputs), div(mul(mean, stepSize), scale)),
        slots: [mean, variance],
      };
    },
  };
}

export const adam = sameForAll<AdamConfig>(OPTIONS, adamRule);
export const adamw = sameForAll<AdamWConfig>({ ...OPTIONS, weightDecay: weightDecayOption(0.004) }, adamRule);
