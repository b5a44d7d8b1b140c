import type { ConstantTensor } from "./array-operators.js";
import { Graph, type GraphNode, type Shape, type Value } from "./graph.js";

/** The graph that a pass builds out of another, and what its rules may ask of it. */
export class Rewriting {
  readonly graph = new Graph();
  private readonly producers = new Map<Value, GraphNode>();
  private readonly constants = new Map<Value, ConstantTensor>();
  private readonly uses = new Map<Value, number>();

  /** What computes a value of the new graph. */
  producerOf(value: Value): GraphNode | undefined {
    this.notice();
    return this.producers.get(value);
  }

  constantOf(value: Value): ConstantTensor | undefined {
    this.notice();
    return this.constants.get(value);
  }

  /** The number that fills a float constant. */
  fillOf(value: Value): number | undefined {
    const data = this.constantOf(value)?.data;
    if (!(data instanceof Float32Array)) return undefined;
    return data.every((element) => element === data[0]) ? data[0] : undefined;
  }

  countUses(value: Value, count: number): void {
    this.uses.set(value, (this.uses.get(value) ?? 0) + count);
  }

  /** Whether the old graph uses at one place only what became of it in the new one. */
  isUsedOnce(value: Value): boolean {
    return this.uses.get(value) === 1;
  }

  constant(data: ConstantTensor["data"], shape: Shape): Value {
    return this.graph.constant(data, shape);
  }

  private notice(): void {
    for (const node of this.graph.nodes.slice(this.producers.size))
      this.producers.set(node.outputs[0]!, node);
    for (const { value, data } of this.graph.constants.slice(this.constants.size)) {
      this.constants.set(value, { data, shape: value.shape });
    }
  }
}
