import type { Graph, Value } from "./graph/graph.js";
import type { GraphLayout } from "./lowering/lowering.js";
import type { LayerStep, LayerWeight } from "./walk-model.js";

/** A weight of the model as an input of the graph. */
export interface Parameter {
  readonly step: LayerStep;
  readonly weight: LayerWeight;
  readonly layout: GraphLayout;
  readonly value: Value;
}

/** Makes graph inputs of the weights that layers ask for, in the order in which they ask. */
export class Parameters {
  readonly all: Parameter[] = [];

  constructor(private readonly graph: Graph) {}

  request(step: LayerStep, role: string, layout: GraphLayout): Value {
    const weight = step.weights.find((candidate) => candidate.role === role);
    if (!weight) {
      const roles = step.weights.map((candidate) => candidate.role).join(", ");
      throw new Error(
        `[imgcls/onnx] layer "${step.name}" has no weight "${role}", it has: ${roles || "none"}`,
      );
    }
    const value = this.graph.input(weight.name, "float32", layout.shape);
    this.all.push({ step, weight, layout, value });
    return value;
  }
}

/** What describes a parameter, or a slot of the same shape, to whoever runs the graph. */
export const variableOf = ({ weight, layout, value }: Parameter) => ({
  name: weight.name,
  input: value.name,
  shape: layout.shape,
  modelShape: weight.shape,
  pack: layout.pack,
  unpack: layout.unpack,
});
