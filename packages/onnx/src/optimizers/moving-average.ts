import type { Value } from "../graph/graph.js";
import { add, mul } from "../graph/ops/elementwise.js";
import type { Parameter } from "../parameters.js";
import type { Accumulation } from "./accumulation.js";
import type { UpdateOptions } from "./config.js";
import type { StepNumbers } from "./step-numbers.js";
import type { StepSlots } from "./step-slots.js";

/** The slot that holds the moving average of a weight: `WEIGHT/ema`. */
const SLOT = "ema";

/** `ema ← μ ema + (1 − μ) w`, from the first updated weight on. Keras averages before it applies constraints. */
export function emitMovingAverage(
  parameter: Parameter,
  next: Value,
  { useEma, emaMomentum }: Pick<Required<UpdateOptions>, "useEma" | "emaMomentum">,
  { numbers, slots, hold }: { numbers: StepNumbers; slots: StepSlots; hold: Accumulation["hold"] },
): void {
  if (!useEma) return;
  const number = numbers.ofUpdate(1);
  const momentum = ({ step }: { step: number }) => (step === 0 ? 0 : emaMomentum);
  const kept = number("kept_of_average", momentum);
  const taken = number("taken_to_average", (at) => 1 - momentum(at));
  const { value, setNext } = slots.add(parameter, SLOT);
  setNext(hold(add(mul(value, kept), mul(next, taken)), value));
}
