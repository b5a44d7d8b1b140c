import type { Callback } from "../callback.js";
import { HOOKS } from "../callback-problems.js";
import { requireOptions } from "../training-plan.js";

export type LambdaCallbackOptions = Omit<Callback, "name" | "createState">;

const { createState: _, ...CHECKS } = HOOKS;

/**
 * A callback of functions, as Keras 3's `LambdaCallback`. `statefulCallback` makes one that remembers something.
 *
 * @throws TrainingOptionsError with every hook that is unknown or no function
 */
export function lambdaCallback(hooks: LambdaCallbackOptions): Callback {
  requireOptions("lambdaCallback", hooks, CHECKS);
  return { name: "lambdaCallback", ...hooks };
}
