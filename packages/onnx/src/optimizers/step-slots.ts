import type { Graph, Value } from "../graph/graph.js";
import { type Parameter, variableOf } from "../parameters.js";
import type { StepVariable } from "../types.js";

/** Tensors that an update keeps for the next one, each of the shape of a weight. They start as zeros. */
export class StepSlots {
  readonly variables: StepVariable[] = [];

  constructor(private readonly graph: Graph) {}

  /** Named `WEIGHT/SLOT`; its next value has to be set. */
  add(parameter: Parameter, slot: string): { value: Value; setNext: (next: Value) => void } {
    const name = `${parameter.weight.name}/${slot}`;
    const output = `${name}/next`;
    const value = this.graph.input(name, "float32", parameter.layout.shape);
    this.variables.push({ ...variableOf(parameter), kind: "slot", name, input: name, output });
    return { value, setNext: (next) => this.graph.output(output, next) };
  }
}
