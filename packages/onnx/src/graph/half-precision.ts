import { Float16Array } from "@petamoriken/float16";
import type { ConstantData, Graph, GraphNode, Value } from "./graph.js";
import { cast } from "./ops/elementwise.js";
import { Rewriting } from "./rewriting.js";

/** The largest float16, and the smallest above zero. */
const LARGEST = 65504;
const SMALLEST = 2 ** -24;

/**
 * The graph with float16 in place of float32, but for inputs, outputs and the nodes that `staysFloat32` names; numbers
 * beyond the range of float16 become its largest.
 */
export function toHalfPrecision(graph: Graph, staysFloat32: (node: GraphNode) => boolean): Graph {
  const target = new Rewriting();
  const replaced = new Map<Value, Value>();
  const casts = new Map<Value, Value>();
  const as = (value: Value, dtype: "float16" | "float32"): Value => {
    const isFloat = value.dtype === "float16" || value.dtype === "float32";
    if (!isFloat || value.dtype === dtype) return value;
    const known = casts.get(value);
    if (known) return known;
    const data = target.constantOf(value)?.data;
    const converted =
      data instanceof Float32Array ? target.constant(halves(data), value.shape) : cast(value, dtype);
    casts.set(value, converted);
    return converted;
  };

  /** A padding by almost zero must not become one by zero, which runtimes take into the pooling behind it. */
  const fill = (value: Value, dtype: "float16" | "float32"): Value => {
    const number = target.fillOf(value);
    const isLost = dtype === "float16" && number !== undefined && number !== 0 && Math.abs(number) < SMALLEST;
    return as(isLost ? target.constant(Float32Array.of(Math.sign(number) * SMALLEST), []) : value, dtype);
  };

  for (const input of graph.inputs) {
    replaced.set(input, target.graph.input(input.name, input.dtype, input.shape));
  }
  for (const { value, data } of graph.constants) replaced.set(value, target.constant(data, value.shape));
  for (const node of graph.nodes) {
    const dtype = staysFloat32(node) ? "float32" : "float16";
    const [output] = node.outputs as readonly [Value];
    const result = target.graph.within(node.scope, () => {
      const inputs = node.inputs.map((input, i) => {
        const value = replaced.get(input)!;
        return isFill(node, i) ? fill(value, dtype) : as(value, dtype);
      });
      const isFloat = output.dtype === "float32";
      return target.graph.emit(node.op, inputs, isFloat ? { ...output, dtype } : output, node.attributes);
    });
    replaced.set(output, result);
  }
  for (const { name, value } of graph.outputs) target.graph.output(name, as(replaced.get(value)!, "float32"));
  target.graph.prune();
  return target.graph;
}

const isFill = ({ op }: GraphNode, input: number): boolean => op === "Pad" && input === 2;

/** The bits of the nearest float16 numbers. */
function halves(values: Float32Array): ConstantData {
  const inRange = values.map((value) => Math.min(Math.max(value, -LARGEST), LARGEST));
  return new Uint16Array(Float16Array.from(inRange).buffer);
}
