import { UnsupportedModelError } from "./errors.js";
import type { Graph, Value } from "./graph/graph.js";
import { sizeOf } from "./graph/shapes.js";
import type { GraphLayout } from "./lowering/lowering.js";
import type { WeightValues } from "./types.js";
import type { LayerStep, LayerWeight } from "./walk-model.js";

/** A weight of the model as an input of the graph. */
export interface Parameter {
  readonly step: Pick<LayerStep, "name" | "config">;
  readonly weight: LayerWeight;
  readonly layout: GraphLayout;
  readonly value: Value;
  /** What the forward pass makes of it, for weights without gradient. */
  readonly next?: Value;
}

/**
 * Makes graph inputs of the weights that layers ask for, or constants where their values are given; several calls of a
 * shared layer get the same.
 */
export class Parameters {
  private readonly byName = new Map<string, Parameter>();

  constructor(
    private readonly graph: Graph,
    private readonly order: readonly string[],
    private readonly values?: WeightValues,
  ) {}

  /** In the model's order. */
  get all(): Parameter[] {
    return this.order.flatMap((name) => this.byName.get(name) ?? []);
  }

  request(step: LayerStep, role: string, layout: GraphLayout): Value {
    const weight = weightOf(step, role);
    const known = this.byName.get(weight.name);
    if (known) {
      if (!isSameLayout(known.layout, layout)) {
        const reason = `its calls take the features of "${role}" in different orders; give each its own layer`;
        throw new UnsupportedModelError([{ layer: step.name, className: step.className, reason }]);
      }
      return known.next ?? known.value;
    }
    const value = this.valueOf(weight, layout);
    this.byName.set(weight.name, { step, weight, layout, value });
    return value;
  }

  private valueOf({ name, shape }: LayerWeight, layout: GraphLayout): Value {
    if (!this.values) return this.graph.input(name, "float32", layout.shape);
    const values = this.values.get(name);
    if (values?.length !== sizeOf(shape)) {
      throw new Error(
        `[imgcls/onnx] weight "${name}": expected ${sizeOf(shape)} values, received ${values?.length ?? "none"}`,
      );
    }
    return this.graph.constant(layout.pack(values), layout.shape);
  }

  /** From now on the layer has this value of the weight; at the end of the step it is the weight's next value. */
  update(step: LayerStep, role: string, next: Value): void {
    const { name } = weightOf(step, role);
    this.byName.set(name, { ...this.byName.get(name)!, next });
  }
}

function weightOf(step: LayerStep, role: string): LayerWeight {
  const weight = step.weights.find((candidate) => candidate.role === role);
  if (weight) return weight;
  const roles = step.weights.map((candidate) => candidate.role).join(", ");
  throw new Error(`[imgcls/onnx] layer "${step.name}" has no weight "${role}", it has: ${roles || "none"}`);
}

function isSameLayout(a: GraphLayout, b: GraphLayout): boolean {
  if (`${a.shape}` !== `${b.shape}`) return false;
  const positions = Float32Array.from({ length: sizeOf(a.shape) }, (_, i) => i);
  const packed = b.pack(positions);
  return a.pack(positions).every((position, i) => position === packed[i]);
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
