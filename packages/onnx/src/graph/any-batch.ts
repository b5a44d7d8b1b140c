import type { Graph, GraphNode, Shape, Value } from "./graph.js";
import { int64s } from "./ops/movement.js";
import { Rewriting } from "./rewriting.js";

/** A batch size that no other extent of a graph is a multiple of: where it stands, any number of images is meant. */
export const BATCH_SYMBOL = 1_000_003;

const holdsBatch = (extent: number): boolean => extent % BATCH_SYMBOL === 0;

/**
 * A graph that was built for the batch symbol, for any batch: shapes that reshapes are given say "as the input" (0) or "the
 * rest" (−1) for it. Throws where the symbol got into another constant.
 */
export function forAnyBatch(graph: Graph): Graph {
  const target = new Rewriting();
  const replaced = new Map<Value, Value>();
  for (const input of graph.inputs) {
    replaced.set(input, target.graph.input(input.name, input.dtype, input.shape));
  }
  for (const { value, data } of graph.constants) replaced.set(value, target.constant(data, value.shape));
  for (const node of graph.nodes) {
    const [output] = node.outputs as readonly [Value];
    const [first, ...others] = node.inputs.map((input) => replaced.get(input)!) as [Value, ...Value[]];
    const inputs = node.op === "Reshape" ? [first, shapeOf(node, target.graph)] : [first, ...others];
    const result = target.graph.within(node.scope, () =>
      target.graph.emit(node.op, inputs, output, node.attributes),
    );
    replaced.set(output, result);
  }
  for (const { name, value } of graph.outputs) target.graph.output(name, replaced.get(value)!);
  target.graph.prune();
  requireFree(target.graph);
  return target.graph;
}

function shapeOf({ inputs, outputs }: GraphNode, graph: Graph): Value {
  const [from, to] = [inputs[0]!.shape, outputs[0]!.shape];
  const shape = to.map((extent, axis) => {
    if (!holdsBatch(extent)) return extent;
    return extent === from[axis] ? 0 : -1;
  });
  return int64s(graph, shape);
}

function requireFree({ constants, nodes }: Graph): void {
  const isFixed = (shape: Shape) => shape.some(holdsBatch);
  const fixed = constants.filter(
    ({ value, data }) =>
      isFixed(value.shape) ||
      (data instanceof BigInt64Array &&
        [...data].some((extent) => extent !== 0n && holdsBatch(Number(extent)))),
  );
  if (fixed.length === 0) return;
  const readers = nodes.filter(({ inputs }) => fixed.some(({ value }) => inputs.includes(value)));
  const scopes = [...new Set(readers.map(({ scope }) => scope))].join(", ");
  throw new Error(
    `[imgcls/onnx] the batch size is fixed in ${scopes}. Export with dynamicBatch: false and a batchSize.`,
  );
}
