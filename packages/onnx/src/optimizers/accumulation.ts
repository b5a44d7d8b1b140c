import type { Value } from "../graph/graph.js";
import { add, mul } from "../graph/ops/elementwise.js";
import type { Parameter } from "../parameters.js";
import type { StepNumbers } from "./step-numbers.js";
import type { StepSlots } from "./step-slots.js";

/** How steps without an update lead to one. */
export interface Accumulation {
  /** The gradient to update with. */
  gradient(parameter: Parameter, gradient: Value): Value;
  /** `next` in a step with an update, else `previous`. */
  hold(next: Value, previous: Value): Value;
}

const everyStep: Accumulation = {
  gradient: (_, gradient) => gradient,
  hold: (next) => next,
};

/**
 * Every n-th step updates by the mean of n gradients. One graph does both: with u = 1 in a step with an update and 0
 * in the others, the sum goes on as `(1 − u) (s + g)` and all else as `u next + (1 − u) previous`, which is exact.
 */
export function accumulationOf(steps: number, numbers: StepNumbers, slots: StepSlots): Accumulation {
  if (steps === 1) return everyStep;
  const isUpdate = (step: number) => (step + 1) % steps === 0;
  const updates = numbers.ofStep("is_update", ({ step }) => (isUpdate(step) ? 1 : 0));
  const holds = numbers.ofStep("is_no_update", ({ step }) => (isUpdate(step) ? 0 : 1));
  return {
    gradient(parameter, gradient) {
      const { value, setNext } = slots.add(parameter, "accumulated");
      const total = add(value, gradient);
      setNext(mul(total, holds));
      return mul(total, 1 / steps);
    },
    hold: (next, previous) => add(mul(next, updates), mul(previous, holds)),
  };
}
