import { type ConstantTensor, evaluate } from "./array-operators.js";
import type { Attribute, ConstantData, Graph, Shape, Value } from "./graph.js";

/** How a library computes what the operators of a graph say. */
export interface Machine<Tensor> {
  constant(data: ConstantData, shape: Shape): Tensor;
  /** Undefined where it has no such operator. */
  compute(
    op: string,
    inputs: readonly Tensor[],
    shape: Shape,
    attributes: Readonly<Record<string, Attribute>>,
  ): Tensor | undefined;
}

/**
 * The graph's outputs by name, computed node by node.
 *
 * @param inputs by name, as the graph declares them
 * @throws Error that names an input that is missing, or an operator that the machine lacks
 */
export function interpret<Tensor>(
  graph: Graph,
  inputs: Readonly<Record<string, Tensor>>,
  machine: Machine<Tensor>,
): Record<string, Tensor> {
  const computed = new Map<Value, Tensor>();
  for (const input of graph.inputs) {
    const tensor = inputs[input.name];
    if (tensor === undefined) {
      throw new Error(
        `[imgcls/onnx] interpret: expected the input "${input.name}" [${input.shape}], received ${Object.keys(inputs).join(", ") || "none"}`,
      );
    }
    computed.set(input, tensor);
  }
  for (const { value, data } of graph.constants) computed.set(value, machine.constant(data, value.shape));
  for (const node of graph.nodes) {
    const [output] = node.outputs as readonly [Value];
    const operands = node.inputs.map((input) => computed.get(input)!);
    const result = machine.compute(node.op, operands, output.shape, node.attributes);
    if (result === undefined) throw new Error(`[imgcls/onnx] interpret: ${node.op} is not written down here`);
    computed.set(output, result);
  }
  return Object.fromEntries(graph.outputs.map(({ name, value }) => [name, computed.get(value)!]));
}

const arrays: Machine<ConstantTensor> = {
  constant: (data, shape) => ({ data, shape }),
  compute(op, inputs, shape, attributes) {
    const data = evaluate(op, inputs, shape, attributes);
    return data && { data, shape };
  },
};

/** The graph's outputs by name, in JavaScript: of the elementwise operators, sums and logarithms of softmax that losses are made of. */
export function evaluateGraph(
  graph: Graph,
  inputs: Readonly<Record<string, ConstantData>>,
): Record<string, ConstantData> {
  const shaped = graph.inputs.flatMap(({ name, shape }) => {
    const data = inputs[name];
    return data ? [[name, { data, shape }] as const] : [];
  });
  const outputs = interpret<ConstantTensor>(graph, Object.fromEntries(shaped), arrays);
  return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data]));
}
