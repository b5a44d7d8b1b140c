import { InvalidGraphError } from "../errors.js";
import type { Graph, GraphNode, Value } from "./graph.js";
import { INLINED } from "./ops/inlined.js";
import { broadcast, sizeOf } from "./shapes.js";

/**
 * What a well-formed graph is. Runs before every encoding: it is cheap, and its message names the layer,
 * where a runtime's would name a node number.
 */
export function verifyGraph(graph: Graph): void {
  const problems = [...GRAPH_RULES.flatMap((rule) => rule(graph)), ...graph.nodes.flatMap(nodeProblems)];
  if (problems.length > 0) throw new InvalidGraphError(problems);
}

const GRAPH_RULES: readonly ((graph: Graph) => string[])[] = [
  function definedOnceBeforeUse(graph) {
    const problems: string[] = [];
    const defined = new Set<Value>();
    const names = new Set<string>();
    const define = (value: Value) => {
      if (names.has(value.name)) problems.push(`the name ${value.name} is given twice`);
      names.add(value.name);
      defined.add(value);
    };
    for (const input of graph.inputs) define(input);
    for (const { value } of graph.constants) define(value);
    for (const node of graph.nodes) {
      for (const input of node.inputs) {
        if (!defined.has(input)) problems.push(`${label(node)} uses ${input.name} before it is computed`);
      }
      for (const output of node.outputs) define(output);
    }
    for (const { name, value } of graph.outputs) {
      if (!defined.has(value)) problems.push(`the output ${name} is never computed`);
      if (names.has(name)) problems.push(`the output name ${name} is also an inner name`);
    }
    return problems;
  },

  function everyNodeIsUsed(graph) {
    const needed = new Set(graph.outputs.map((output) => output.value));
    const problems: string[] = [];
    for (const node of graph.nodes.toReversed()) {
      if (node.outputs.some((output) => needed.has(output))) {
        for (const input of node.inputs) needed.add(input);
      } else {
        problems.push(`nothing uses the result of ${label(node)}`);
      }
    }
    for (const input of graph.inputs) {
      if (!needed.has(input)) problems.push(`nothing uses the input ${input.name}`);
    }
    return problems;
  },

  function shapesAreStatic(graph) {
    const values = [...graph.inputs, ...graph.nodes.flatMap((node) => node.outputs)];
    return values
      .filter(({ shape }) => shape.some((extent) => !Number.isInteger(extent) || extent < 1))
      .map(({ name, shape }) => `${name} has the shape [${shape}]`);
  },

  function constantsFillTheirShape(graph) {
    return graph.constants
      .filter(({ value, data }) => sizeOf(value.shape) !== data.length)
      .map(({ value, data }) => `${value.name} [${value.shape}] holds ${data.length} values`);
  },
];

type NodeRule = (node: GraphNode) => boolean;

const rank = (value: Value | undefined) => value?.shape.length;
const sameTypeAndShape: NodeRule = ({ inputs: [x], outputs: [y] }) =>
  x?.dtype === y?.dtype && `${x?.shape}` === `${y?.shape}`;
const broadcasts: NodeRule = ({ inputs: [a, b], outputs: [y] }) =>
  a?.dtype === b?.dtype && `${broadcast(a?.shape ?? [], b?.shape ?? [])}` === `${y?.shape}`;
const keepsSize: NodeRule = ({ inputs: [x], outputs: [y] }) =>
  x?.dtype === y?.dtype && sizeOf(x?.shape ?? []) === sizeOf(y?.shape ?? []);
const reducesRank: NodeRule = ({ inputs: [x], outputs: [y] }) => (rank(y) ?? 0) <= (rank(x) ?? 0);
const pools: NodeRule = ({ inputs: [x], outputs: [y] }) =>
  rank(x) === 4 && rank(y) === 4 && `${x?.shape.slice(0, 2)}` === `${y?.shape.slice(0, 2)}`;
const groupsOf = ({ group }: GraphNode["attributes"]) => (group && "int" in group ? group.int : 1);
const isFloat = (value: Value | undefined) => value?.dtype === "float32" || value?.dtype === "float16";
const convolves: NodeRule = ({ inputs: [x, kernel], outputs: [y], attributes }) =>
  [x, kernel, y].every((value) => isFloat(value) && rank(value) === 4) &&
  x?.shape[1] === kernel!.shape[1]! * groupsOf(attributes) &&
  y?.shape[1] === kernel!.shape[0];
/** The extent that a runtime computes is the one that the compiler reckons with. */
const slidesWindow: NodeRule = ({ inputs: [x], outputs: [y], attributes }) => {
  const ints = (name: string) => (attributes[name] as { ints: readonly number[] } | undefined)?.ints;
  const pads = ints("pads")!;
  return [0, 1].every((axis) => {
    const reach = (ints("kernel_shape")![axis]! - 1) * (ints("dilations")?.[axis] ?? 1) + 1;
    const padded = x!.shape[axis + 2]! + pads[axis]! + pads[axis + 2]!;
    return y!.shape[axis + 2] === Math.floor((padded - reach) / ints("strides")![axis]!) + 1;
  });
};

/** What must hold for a node of each operator; an operator without a row is not known to be tested here. */
const NODE_RULES: { readonly [op: string]: NodeRule } = {
  Add: broadcasts,
  Sub: broadcasts,
  Mul: broadcasts,
  Div: broadcasts,
  Pow: broadcasts,
  Max: broadcasts,
  Min: broadcasts,
  Equal: ({ inputs: [a, b], outputs: [y] }) => a?.dtype === b?.dtype && y?.dtype === "bool",
  Exp: sameTypeAndShape,
  Log: sameTypeAndShape,
  Sqrt: sameTypeAndShape,
  Tanh: sameTypeAndShape,
  Relu: sameTypeAndShape,
  LeakyRelu: sameTypeAndShape,
  Elu: sameTypeAndShape,
  Selu: sameTypeAndShape,
  Softplus: sameTypeAndShape,
  Erf: sameTypeAndShape,
  Abs: sameTypeAndShape,
  Sigmoid: sameTypeAndShape,
  HardSigmoid: sameTypeAndShape,
  Softmax: sameTypeAndShape,
  LogSoftmax: sameTypeAndShape,
  Clip: sameTypeAndShape,
  Identity: sameTypeAndShape,
  [INLINED]: ({ inputs: [images], outputs: [y] }) => rank(images) === 4 && rank(y) === 2,
  Cast: ({ inputs: [x], outputs: [y] }) => `${x?.shape}` === `${y?.shape}`,
  DequantizeLinear: ({ inputs: [x, scale], outputs: [y] }) =>
    x?.dtype === "uint8" && isFloat(scale) && isFloat(y) && `${x.shape}` === `${y?.shape}`,
  Gemm: ({ inputs: [a, b, bias], outputs: [y] }) =>
    [a, b, y].every((value) => isFloat(value) && rank(value) === 2) &&
    (bias === undefined || broadcast(bias.shape, y?.shape ?? [])?.toString() === `${y?.shape}`),
  MatMul: ({ inputs: [a, b], outputs: [y] }) =>
    [a, b, y].every((value) => isFloat(value) && rank(value) === 3) && a?.shape[2] === b?.shape[1],
  Conv: convolves,
  ConvTranspose: ({ inputs: [x, kernel], outputs: [y] }) =>
    [x, kernel, y].every((value) => isFloat(value) && rank(value) === 4) && x?.shape[1] === kernel?.shape[0],
  BatchNormalization: ({ inputs: [x, ...vectors], outputs: [y] }) =>
    rank(x) === 4 &&
    `${x?.shape}` === `${y?.shape}` &&
    vectors.every(({ shape }) => `${shape}` === `${x?.shape[1]}`),
  MaxPool: pools,
  AveragePool: pools,
  GlobalAveragePool: pools,
  ReduceSum: reducesRank,
  ArgMax: ({ outputs: [y] }) => y?.dtype === "int64",
  // The extent is data: the declared shape is the greatest.
  ConstantOfShape: ({ inputs: [extents] }) => extents?.dtype === "int64" && rank(extents) === 1,
  Shape: ({ inputs: [x], outputs: [y] }) => y?.dtype === "int64" && `${y.shape}` === `${rank(x)}`,
  Reshape: keepsSize,
  Transpose: keepsSize,
  Gather: keepsSize,
  Concat: ({ inputs, outputs: [y] }) =>
    inputs.reduce((total, input) => total + sizeOf(input.shape), 0) === sizeOf(y?.shape ?? []),
  Slice: ({ inputs: [x], outputs: [y] }) => sizeOf(y?.shape ?? []) <= sizeOf(x?.shape ?? []),
  Pad: ({ inputs: [x], outputs: [y] }) => sizeOf(y?.shape ?? []) >= sizeOf(x?.shape ?? []),
  ...inDomain("com.microsoft.nchwc", {
    ReorderInput: ({ inputs: [x], outputs: [y] }) => rank(x) === 4 && x!.shape[1]! % 4 === 0 && rank(y) === 4,
    ReorderOutput: ({ inputs: [x], outputs: [y], attributes: { channels_last } }) =>
      rank(x) === 4 && y!.shape[channels_last ? 3 : 1]! <= x!.shape[1]!,
    Conv: (node) => convolves(node) && slidesWindow(node),
    MaxPool: (node) => pools(node) && slidesWindow(node),
    AveragePool: (node) => pools(node) && slidesWindow(node),
    GlobalAveragePool: pools,
    Upsample: pools,
  }),
};

function inDomain(domain: string, rules: Readonly<Record<string, NodeRule>>): Record<string, NodeRule> {
  return Object.fromEntries(Object.entries(rules).map(([op, rule]) => [`${domain}:${op}`, rule]));
}

function nodeProblems(node: GraphNode): string[] {
  const rule = NODE_RULES[node.op];
  if (!rule) return [`${label(node)} has no rule in the verifier`];
  if (rule(node)) return [];
  const describe = (values: readonly Value[]) =>
    values.map(({ dtype, shape }) => `${dtype}[${shape}]`).join(", ");
  return [`${label(node)} cannot take ${describe(node.inputs)} to ${describe(node.outputs)}`];
}

const label = (node: GraphNode) => `${node.op} in "${node.scope}"`;
