import { add, mul, sub } from "../graph/ops/elementwise.js";
import type { SgdConfig } from "../types.js";
import type { OptimizerCompiler } from "./optimizer-compiler.js";

const learningRate = {
  name: "learning_rate",
  valueAt: (at: { learningRate: number }) => at.learningRate,
};

/**
 * `w ← w − η g`. With momentum μ: `v ← μ v + g`, then `w ← w − η v`, or with Nesterov's correction
 * `w ← w − η (g + μ v)`. As in TensorFlow.js and PyTorch the velocity is free of the learning rate.
 */
export function sgd({ momentum = 0, nesterov = false }: SgdConfig): OptimizerCompiler {
  if (momentum === 0) {
    return {
      slots: [],
      scalars: [learningRate],
      update: ({ weight, gradient, scalars: [rate] }) => ({
        weight: sub(weight, mul(gradient, rate!)),
        slots: [],
      }),
    };
  }
  return {
    slots: ["velocity"],
    scalars: [learningRate],
    update({ weight, gradient, slots: [velocity], scalars: [rate] }) {
      const next = add(mul(velocity!, momentum), gradient);
      const direction = nesterov ? add(mul(next, momentum), gradient) : next;
      return { weight: sub(weight, mul(direction, rate!)), slots: [next] };
    },
  };
}
