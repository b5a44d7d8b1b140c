import { add, div, mul, sqrt, sub } from "../graph/ops/elementwise.js";
import type { AdamConfig } from "../types.js";
import type { OptimizerCompiler } from "./optimizer-compiler.js";

/**
 * Adam: `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, `w ← w − η m̂ / (√v̂ + ε)` with the means freed of
 * their start at zero, `m̂ = m / (1 − β₁ᵗ)` and `v̂ = v / (1 − β₂ᵗ)`, t from 1. Both corrections are scalars of
 * the step, computed outside in double precision: in float32, 1 − 0.999 loses four digits.
 */
export function adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamConfig): OptimizerCompiler {
  return {
    slots: ["m", "v"],
    scalars: [
      {
        name: "step_size",
        valueAt: ({ learningRate, step }) => learningRate / (1 - beta1 ** (step + 1)),
      },
      { name: "variance_correction", valueAt: ({ step }) => 1 / (1 - beta2 ** (step + 1)) },
    ],
    update({ weight, gradient, slots: [m, v], scalars: [stepSize, varianceCorrection] }) {
      const mean = add(mul(m!, beta1), mul(gradient, 1 - beta1));
      const variance = add(mul(v!, beta2), mul(mul(gradient, gradient), 1 - beta2));
      const scale = add(sqrt(mul(variance, varianceCorrection!)), epsilon);
      return { weight: sub(weight, div(mul(mean, stepSize!), scale)), slots: [mean, variance] };
    },
  };
}
