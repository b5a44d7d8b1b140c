import { evaluate } from "./array-operators.js";
import type { Graph, GraphNode, Value } from "./graph.js";
import { Rewriting } from "./rewriting.js";
import { simplificationsOf } from "./simplifications.js";

/**
 * The same function in fewer nodes: constants are computed, equal nodes become one, and the table's local rewrites are
 * applied, each to what became of the node's inputs. Inputs and outputs keep their names, and what no output needs is left out.
 */
export function simplify(graph: Graph): Graph {
  const target = new Rewriting();
  const replaced = new Map<Value, Value>();
  const known = new Map<string, Value>();
  const uses = countUses(graph);
  const replace = (old: Value, value: Value) => {
    replaced.set(old, value);
    target.countUses(value, uses.get(old) ?? 0);
  };

  for (const input of graph.inputs) {
    replace(input, target.graph.input(input.name, input.dtype, input.shape));
  }
  for (const { value, data } of graph.constants) replace(value, target.constant(data, value.shape));
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((input) => replaced.get(input)!);
    const result = target.graph.within(node.scope, () => {
      const key = keyOf(node, inputs);
      const value = known.get(key) ?? rewritten({ ...node, inputs }, target);
      known.set(key, value);
      return value;
    });
    replace(node.outputs[0]!, result);
  }
  for (const { name, value } of graph.outputs) target.graph.output(name, replaced.get(value)!);
  target.graph.prune();
  return target.graph;
}

function rewritten(node: GraphNode, target: Rewriting): Value {
  const [output] = node.outputs as readonly [Value];
  const constants = node.inputs.map((input) => target.constantOf(input));
  if (constants.every((constant) => constant !== undefined)) {
    const data = evaluate(node.op, constants, output.shape, node.attributes);
    if (data) return target.constant(data, output.shape);
  }
  for (const rule of simplificationsOf(node.op)) {
    const value = rule(node, target);
    if (value) return value;
  }
  return target.graph.emit(node.op, node.inputs, output, node.attributes);
}

/** Nodes of the same key compute the same. */
const keyOf = ({ op, attributes }: GraphNode, inputs: readonly Value[]): string =>
  `${op}(${inputs.map(({ name }) => name).join(",")})${JSON.stringify(attributes)}`;

function countUses({ nodes, outputs }: Graph): Map<Value, number> {
  const uses = new Map<Value, number>();
  const used = [...nodes.flatMap(({ inputs }) => inputs), ...outputs.map(({ value }) => value)];
  for (const value of used) uses.set(value, (uses.get(value) ?? 0) + 1);
  return uses;
}
