import type { Value } from "../graph/graph.js";
import type { StepScalar } from "../types.js";

export interface UpdateInputs {
  readonly weight: Value;
  readonly gradient: Value;
  /** In the order of `slots`. */
  readonly slots: readonly Value[];
  /** In the order of `scalars`, float32 `[]`. */
  readonly scalars: readonly Value[];
}

export interface UpdateOutputs {
  readonly weight: Value;
  readonly slots: readonly Value[];
}

/** An optimizer with its hyper-parameters: what it remembers of each weight and how it changes the weight. */
export interface OptimizerCompiler {
  /** Names of the tensors it keeps for each weight; they start as zeros of the weight's shape. */
  readonly slots: readonly string[];
  readonly scalars: readonly StepScalar[];
  update(inputs: UpdateInputs): UpdateOutputs;
}
