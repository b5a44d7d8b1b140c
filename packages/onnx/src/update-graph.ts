import { Graph } from "./graph/graph.js";
import { sameLayout } from "./layout.js";
import type { GraphLayout } from "./lowering/lowering.js";
import type { OptimizerConfig } from "./optimizers/config.js";
import type { StepScalar, StepVariable } from "./types.js";
import { emitUpdate, type UpdateReport } from "./update.js";

/** A weight that the optimizer changes. */
export interface UpdatedWeight {
  /** `LAYER/ROLE`, such as "conv2d/kernel". */
  readonly name: string;
  readonly shape: readonly number[];
  /** Configuration of its layer, of which its constraint counts. */
  readonly layer: Readonly<Record<string, unknown>>;
  /** How it is stored. Default: as in the LayersModel. */
  readonly layout?: GraphLayout;
}

/**
 * What an optimizer makes of weights and gradients as a graph of its own, for who computes the gradients otherwise: the same
 * formulas as in a compiled step. Its inputs are "WEIGHT/gradient" of each weight, the scalars, and the variables; the
 * variables' outputs are their next values. With `gradientNorm` there is an output "gradient_norm" too: the global L2 norm of
 * the gradients to update with, before clipping.
 */
export function updateGraph(
  weights: readonly UpdatedWeight[],
  optimizer: OptimizerConfig,
  report: UpdateReport = {},
): { graph: Graph; scalars: readonly StepScalar[]; variables: readonly StepVariable[] } {
  const graph = new Graph();
  const parameters = weights.map(({ name, shape, layer, layout = sameLayout(shape) }) => {
    const [owner, role] = [name.slice(0, name.lastIndexOf("/")), name.slice(name.lastIndexOf("/") + 1)];
    const weight = { name, role, shape, trainable: true };
    return {
      step: { name: owner, config: layer },
      weight,
      layout,
      value: graph.input(name, "float32", layout.shape),
    };
  });
  const gradients = new Map(
    parameters.map(({ weight: { name }, layout }) => [
      name,
      graph.input(`${name}/gradient`, "float32", layout.shape),
    ]),
  );
  return { graph, ...emitUpdate(graph, parameters, gradients, optimizer, report) };
}
