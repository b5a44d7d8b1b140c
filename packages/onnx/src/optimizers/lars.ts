import { option, positive, share } from "@imgcls/checks";
import type { Value } from "../graph/graph.js";
import { add, div, isPositive, mul, sub } from "../graph/ops/elementwise.js";
import { norm } from "../graph/ops/reduce.js";
import type { LarsConfig } from "./config.js";
import { learningRate, type OptimizerDefinition, type UpdateRule } from "./optimizer-compiler.js";
import { learningRateOption } from "./update-options.js";

/** Keeps a gradient of norm 0 from dividing by 0. */
const EPSILON = 1e-9;

/**
 * `λ = c ‖w‖ / (‖g‖ + β ‖w‖)` with the trust coefficient c and the weight decay β, `v ← μ v + η λ (g + β w)`,
 * `w ← w − v` (Algorithm 1). λ is 1 for biases and scales, which have no decay either, and where a norm is 0.
 */
export const lars: OptimizerDefinition<LarsConfig> = {
  options: {
    learningRate: learningRateOption(0.1),
    momentum: option(share, { default: 0.9, about: "share of the previous velocity that is kept" }),
    trustCoefficient: option(positive, {
      default: 0.001,
      about: "rate of a kernel for each ratio of its norm to its gradient's",
    }),
  },
  compile({ momentum, trustCoefficient, weightDecay }) {
    const rule = (isScaled: boolean): UpdateRule => ({
      slots: ["velocity"],
      weightDecay: isScaled ? weightDecay : 0,
      update({ weight, gradient, slots, weightDecay: decay, number }) {
        const rate = learningRate(number);
        const scale = isScaled ? mul(rate, trustRatio(weight, gradient, decay, trustCoefficient)) : rate;
        const direction = decay === 0 ? gradient : add(gradient, mul(weight, decay));
        const velocity = add(mul(slots[0]!, momentum), mul(direction, scale));
        return { weight: sub(weight, velocity), slots: [velocity] };
      },
    });
    const [scaled, unscaled] = [rule(true), rule(false)];
    return ({ shape }) => (shape.length > 1 ? scaled : unscaled);
  },
};

function trustRatio(weight: Value, gradient: Value, decay: number, coefficient: number): Value {
  const [ofWeight, ofGradient] = [norm(weight), norm(gradient)];
  const decayed = decay === 0 ? ofGradient : add(ofGradient, mul(ofWeight, decay));
  const ratio = div(mul(ofWeight, coefficient), add(decayed, EPSILON));
  const exists = mul(isPositive(ofWeight), isPositive(ofGradient));
  return add(mul(ratio, exists), sub(1, exists));
}
