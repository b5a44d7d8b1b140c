import { describe, expect, it } from "vitest";
import { InvalidGraphError } from "../errors.js";
import { Graph, type GraphNode, type Shape, type Value } from "./graph.js";
import { add, exp, mul } from "./ops/elementwise.js";
import { verifyGraph } from "./verify.js";

/** A graph with input x and the output of what is built from it. */
function graphOf(build: (x: Value, graph: Graph) => Value): Graph {
  const graph = new Graph();
  const x = graph.input("x", "float32", [2, 3]);
  graph.output("y", build(x, graph));
  return graph;
}

const problemsOf = (graph: Graph): readonly string[] => {
  try {
    verifyGraph(graph);
  } catch (error) {
    if (error instanceof InvalidGraphError) return error.problems;
    throw error;
  }
  return [];
};

/** A node that no operator function would emit. */
const emit = (op: string, inputs: Value[], shape: Shape, dtype: Value["dtype"] = "float32") =>
  inputs[0]!.graph.emit(op, inputs, { dtype, shape });

it("a sound graph has no problems", () => {
  expect(problemsOf(graphOf((x) => add(mul(x, x), 1)))).toEqual([]);
});

it("an output that is an input, a constant, or already an output gets a copy", () => {
  const graph = new Graph();
  const x = graph.input("x", "float32", [2]);
  const y = exp(x);
  graph.output("same", x);
  graph.output("constant", graph.constant(Float32Array.of(1), []));
  graph.output("first", y);
  graph.output("second", y);
  expect(problemsOf(graph)).toEqual([]);
  expect(graph.nodes.map((node) => node.op)).toEqual(["Exp", "Identity", "Identity", "Identity"]);
});

describe("every rule can fail", () => {
  it("a name given twice", () => {
    const graph = graphOf((x) => {
      const other = x.graph.input("x", "float32", [2, 3]);
      return add(x, other);
    });
    expect(problemsOf(graph)).toEqual(["the name x is given twice"]);
  });

  it("a value used before it is computed", () => {
    const graph = graphOf((x) => exp(exp(x)));
    graph.nodes.reverse();
    expect(problemsOf(graph)).toContain('Exp in "" uses exp_1 before it is computed');
  });

  it("a value of another graph", () => {
    const stranger = new Graph().input("z", "float32", [2, 3]);
    expect(problemsOf(graphOf((x) => add(x, stranger)))).toEqual(['Add in "" uses z before it is computed']);
  });

  it("an output that is never computed", () => {
    const graph = graphOf((x) => exp(x));
    graph.outputs.push({ name: "z", value: { ...graph.nodes[0]!.outputs[0]!, name: "lost" } });
    expect(problemsOf(graph)).toEqual(["the output z is never computed"]);
  });

  it("an output named as an inner value", () => {
    const graph = graphOf((x) => exp(x));
    graph.output("x", exp(graph.inputs[0]!));
    expect(problemsOf(graph)).toEqual(["the output name x is also an inner name"]);
  });

  it("a node that nothing uses, named with its layer", () => {
    const graph = graphOf((x, own) => {
      own.within("dense_1", () => exp(x));
      return exp(x);
    });
    expect(problemsOf(graph)).toEqual(['nothing uses the result of Exp in "dense_1"']);
  });

  it("an input that nothing uses", () => {
    const graph = graphOf((x) => exp(x));
    graph.input("unused", "float32", [1]);
    expect(problemsOf(graph)).toEqual(["nothing uses the input unused"]);
  });

  it.each([[[0]], [[2.5]], [[Number.NaN]]])("a shape that is not of positive integers: %j", (shape) => {
    const graph = graphOf((x, own) => {
      const empty = own.input("empty", "float32", shape);
      own.output("z", exp(empty));
      return exp(x);
    });
    expect(problemsOf(graph)).toContain(`empty has the shape [${shape}]`);
  });

  it("a constant of another size than its shape", () => {
    const graph = graphOf((x, own) => add(x, own.constant(Float32Array.of(1, 2), [3])));
    expect(problemsOf(graph)).toEqual(["const_1 [3] holds 2 values"]);
  });

  it("an operator without a rule", () => {
    expect(problemsOf(graphOf((x) => emit("Einsum", [x], [2, 3])))).toEqual([
      'Einsum in "" has no rule in the verifier',
    ]);
  });

  it("several at once, in one error that asks for a report", () => {
    const graph = graphOf((x) => emit("Einsum", [emit("Exp", [x], [3])], [3]));
    expect(() => verifyGraph(graph)).toThrow(InvalidGraphError);
    expect(() => verifyGraph(graph)).toThrow(/cannot take .*; Einsum .* Please report this model\.$/);
  });
});

describe("operators reject types and shapes that they cannot have", () => {
  const value = (name: string, shape: Shape, dtype: Value["dtype"] = "float32") =>
    ({ name, shape, dtype }) as const;
  type Operand = ReturnType<typeof value>;
  const matrix = value("m", [2, 3]);
  const image = value("i", [1, 2, 4, 4]);
  const bytes = value("b", [2, 3], "uint8");

  const broken: [op: string, inputs: Operand[], output: Operand][] = [
    ["Add", [matrix, value("n", [2, 4])], matrix],
    ["Sub", [matrix, bytes], matrix],
    ["Mul", [matrix, value("n", [3])], value("y", [3])],
    ["Div", [matrix, value("n", [])], value("y", [])],
    ["Equal", [matrix, bytes], value("y", [2, 3], "bool")],
    ["Equal", [matrix, matrix], matrix],
    ...["Exp", "Log", "Sqrt", "Tanh", "Relu", "Sigmoid", "HardSigmoid", "Softmax", "LogSoftmax"].map(
      (op): [string, Operand[], Operand] => [op, [matrix], value("y", [3, 2])],
    ),
    ["Clip", [bytes], matrix],
    ["Identity", [matrix], bytes],
    ["Cast", [matrix], value("y", [6], "int32")],
    ["DequantizeLinear", [matrix, value("scale", [])], matrix],
    ["DequantizeLinear", [bytes, value("scale", [])], value("y", [6])],
    ["Gemm", [matrix, value("k", [3])], matrix],
    ["Gemm", [matrix, value("k", [3, 4]), value("bias", [5])], value("y", [2, 4])],
    ["Conv", [image, value("k", [5, 3, 1, 1])], value("y", [1, 5, 4, 4])],
    ["Conv", [matrix, value("k", [5, 2, 1, 1])], value("y", [1, 5, 4, 4])],
    ["ConvTranspose", [image, value("k", [3, 5, 1, 1])], value("y", [1, 5, 4, 4])],
    ["MaxPool", [matrix], matrix],
    ["ReduceSum", [matrix], value("y", [2, 3, 1])],
    ["ArgMax", [matrix], value("y", [2], "int32")],
    ["Reshape", [matrix], value("y", [5])],
    ["Reshape", [matrix], bytes],
    ["Transpose", [matrix], value("y", [3, 3])],
    ["Gather", [matrix], value("y", [2])],
    ["Concat", [matrix, matrix], value("y", [2, 5])],
    ["Slice", [matrix], value("y", [2, 4])],
    ["Pad", [matrix], value("y", [2, 2])],
  ];

  it.each(broken)("%s", (op, inputs, { dtype, shape }) => {
    const graph = new Graph();
    const values = inputs.map((input, i) => graph.input(`${input.name}_${i}`, input.dtype, input.shape));
    graph.output("y", emit(op, values, shape, dtype));
    expect(problemsOf(graph)).toEqual([expect.stringContaining(`${op} in "" cannot take `)]);
  });

  it("and the message lists what the node takes and gives", () => {
    const graph = graphOf((x, own) => own.within("relu_1", () => emit("Relu", [x], [3, 2])));
    const [node] = graph.nodes as [GraphNode];
    expect(node.scope).toBe("relu_1");
    expect(problemsOf(graph)).toEqual(['Relu in "relu_1" cannot take float32[2,3] to float32[3,2]']);
  });
});
