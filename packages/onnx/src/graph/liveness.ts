import type { DataType } from "../types.js";
import type { Graph, GraphNode, Value } from "./graph.js";
import { sizeOf } from "./shapes.js";

/**
 * The most memory that results of nodes take at one moment of a run, in bytes: activations, gradients and new weights, but
 * not what is fed or constant. A value lives from its node to its last reader, in the order in which onnxruntime runs the
 * nodes; a reshape is its input, and an element-wise node writes over an input that nobody reads any more.
 */
export function peakActivationBytes(graph: Graph): number {
  const order = executionOrder(graph);
  const bufferOf = buffers(order);
  const lastUse = new Map<Value, number>();
  for (const [i, node] of order.entries()) {
    for (const value of [...node.inputs, ...node.outputs]) lastUse.set(bufferOf(value), i);
  }
  for (const { value } of graph.outputs) lastUse.set(bufferOf(value), order.length);

  const live = new Map<Value, number>();
  let [bytes, peak] = [0, 0];
  const allocate = (buffer: Value) => {
    live.set(buffer, bytesOf(buffer));
    bytes += bytesOf(buffer);
    peak = Math.max(peak, bytes);
  };
  const release = (buffer: Value) => {
    bytes -= live.get(buffer) ?? 0;
    live.delete(buffer);
  };
  for (const [i, node] of order.entries()) {
    const dying = new Set(node.inputs.map(bufferOf).filter((buffer) => lastUse.get(buffer) === i));
    for (const output of node.outputs) {
      const buffer = bufferOf(output);
      const overwritten = IN_PLACE.has(node.op)
        ? [...dying].find((input) => live.has(input) && bytesOf(input) === bytesOf(buffer))
        : undefined;
      if (overwritten) {
        release(overwritten);
        dying.delete(overwritten);
      }
      if (!live.has(buffer)) allocate(buffer);
    }
    for (const buffer of dying) release(buffer);
  }
  return peak;
}

/** Nodes whose output is their first input in another shape. */
const VIEWS = new Set(["Reshape"]);

/** Element-wise nodes, which onnxruntime lets write into an input of their shape. */
const IN_PLACE = new Set([
  ...["Add", "Sub", "Mul", "Div", "Max", "Min", "Relu", "LeakyRelu", "Elu", "Selu", "Tanh", "Sigmoid"],
  ...["HardSigmoid", "Softplus", "Exp", "Log", "Sqrt", "Abs", "Erf", "Clip", "Identity"],
]);

/** The value whose memory a value lies in. */
function buffers(nodes: readonly GraphNode[]): (value: Value) => Value {
  const owner = new Map<Value, Value>();
  const bufferOf = (value: Value): Value => owner.get(value) ?? value;
  const computed = new Set(nodes.flatMap(({ outputs }) => outputs));
  for (const { op, inputs, outputs } of nodes) {
    if (VIEWS.has(op) && computed.has(inputs[0]!)) owner.set(outputs[0]!, bufferOf(inputs[0]!));
  }
  return bufferOf;
}

const BYTES: { readonly [T in DataType]: number } = {
  float32: 4,
  float16: 2,
  uint8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
};

const bytesOf = ({ dtype, shape }: Value): number => sizeOf(shape) * BYTES[dtype];

/**
 * The order in which onnxruntime runs the nodes: from the last node that no other one reads backwards, each behind what it
 * needs. The updates of the last layers come first that way, and free what they read before an earlier layer's begin,
 * because the compiler emits updates in the order of the layers. To emit them in the opposite order would keep every
 * activation until the end.
 */
export function executionOrder({ nodes }: Graph): readonly GraphNode[] {
  const indexOf = new Map(nodes.flatMap(({ outputs }, i) => outputs.map((output) => [output, i] as const)));
  const neededBy = nodes.map(({ inputs }) => {
    const needed = inputs.flatMap((input) => indexOf.get(input) ?? []);
    return [...new Set(needed)].sort((a, b) => a - b);
  });
  const isRead = new Set(neededBy.flat());
  const order: GraphNode[] = [];
  const seen = new Set<number>();
  const stack = nodes.flatMap((_, i) => (isRead.has(i) ? [] : [{ node: i, isReady: false }]));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, isReady } = next;
    if (isReady) order.push(nodes[node]!);
    if (isReady || seen.has(node)) continue;
    seen.add(node);
    stack.push({ node, isReady: true });
    for (const needed of neededBy[node]!) if (!seen.has(needed)) stack.push({ node: needed, isReady: false });
  }
  return order;
}
