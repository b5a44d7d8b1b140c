import { expectAllClose, formulaWeight, loadOnnx } from "@imgcls/test-utils";
import { expect, it } from "vitest";
import { encodeModel } from "../encode-model.js";
import { Graph, type Value } from "./graph.js";
import { add, div, exp, mul, sqrt, sub } from "./ops/elementwise.js";
import { reshape, transpose } from "./ops/movement.js";
import { conv, scaleAndShift } from "./ops/window.js";
import { windowAxis } from "./shapes.js";
import { simplify } from "./simplify.js";
import { verifyGraph } from "./verify.js";

/** The operators that are left of a graph of one input and one output. */
function operatorsOf(shape: readonly number[], build: (x: Value) => Value): string[] {
  return simplified(shape, build).nodes.map(({ op }) => op);
}

function simplified(shape: readonly number[], build: (x: Value) => Value): Graph {
  const graph = simplify(graphOf(shape, build));
  verifyGraph(graph);
  return graph;
}

function graphOf(shape: readonly number[], build: (x: Value) => Value): Graph {
  const graph = new Graph();
  graph.output("y", build(graph.input("x", "float32", shape)));
  return graph;
}

const floats = (x: Value, shape: readonly number[], stream = 1): Value =>
  x.graph.constant(formulaWeight(stream, [...shape, 1]), shape);

async function expectSameResult(shape: readonly number[], build: (x: Value) => Value): Promise<void> {
  const data = formulaWeight(7, shape);
  const results: Float32Array[] = [];
  for (const graph of [graphOf(shape, build), simplified(shape, build)]) {
    const program = await loadOnnx(encodeModel(graph));
    results.push((await program.run({ x: { data, shape } })).y!);
    await program.release();
  }
  expectAllClose(results[1]!, results[0]!, 1e-6);
}

it.each<[string, readonly number[], (x: Value) => Value, string[]]>([
  ["what changes nothing", [2, 3], (x) => exp(sub(add(div(mul(1, mul(x, 1)), 1), 0), 0)), ["Exp"]],
  ["a reshape of a reshape", [2, 3], (x) => reshape(reshape(x, [6]), [3, 2]), ["Reshape"]],
  ["a reshape and back", [2, 3], (x) => exp(reshape(reshape(x, [6]), [2, 3])), ["Exp"]],
  [
    "a transpose of a transpose",
    [2, 3, 4],
    (x) => transpose(transpose(x, [1, 0, 2]), [2, 0, 1]),
    ["Transpose"],
  ],
  ["a transpose and back", [2, 3, 4], (x) => exp(transpose(transpose(x, [2, 0, 1]), [1, 2, 0])), ["Exp"]],
  ["a transpose that moves nothing", [2, 1, 4], (x) => transpose(x, [1, 0, 2]), ["Reshape"]],
  ["two factors", [2, 3], (x) => mul(mul(x, 2), 3), ["Mul"]],
  ["the same computed twice", [2, 3], (x) => mul(exp(x), exp(x)), ["Exp", "Mul"]],
  ["constants", [2, 3], (x) => mul(x, sqrt(add(floats(x, [1, 3]), 2))), ["Mul"]],
])("simplifies %s", async (_, shape, build, operators) => {
  expect(operatorsOf(shape, build)).toEqual(operators);
  await expectSameResult(shape, build);
});

it.each<[string, readonly number[], (x: Value) => Value, string[]]>([
  [
    "a factor that widens",
    [2, 1],
    (x) => mul(x, x.graph.constant(new Float32Array(3).fill(1), [1, 3])),
    ["Mul"],
  ],
  ["a transpose that moves", [2, 3], (x) => transpose(x, [1, 0]), ["Transpose"]],
  [
    "a factor whose product is used elsewhere",
    [2, 3],
    (x) => {
      const twice = mul(x, 2);
      return add(mul(twice, 3), exp(twice));
    },
    ["Mul", "Mul", "Exp", "Add"],
  ],
])("leaves %s", (_, shape, build, operators) => {
  expect(operatorsOf(shape, build)).toEqual(operators);
});

const window = [windowAxis(4, 3, 1, "same"), windowAxis(4, 3, 1, "same")] as const;

it.each([true, false])(
  "moves factors and offsets of channels into a convolution, bias: %s",
  async (hasBias) => {
    const build = (x: Value) => {
      const y = conv(x, floats(x, [3, 2, 3, 3]), hasBias ? floats(x, [3], 2) : undefined, window);
      return add(mul(y, floats(x, [1, 3, 1, 1], 3)), floats(x, [1, 3, 1, 1], 4));
    };
    expect(operatorsOf([1, 2, 4, 4], build)).toEqual(["Conv"]);
    await expectSameResult([1, 2, 4, 4], build);
  },
);

it("moves a batch normalization into a convolution", async () => {
  const build = (x: Value) =>
    scaleAndShift(
      conv(x, floats(x, [3, 2, 3, 3]), floats(x, [3], 2), window),
      floats(x, [3], 3),
      floats(x, [3], 4),
    );
  expect(operatorsOf([1, 2, 4, 4], build)).toEqual(["Conv"]);
  await expectSameResult([1, 2, 4, 4], build);
});

it("leaves a convolution whose result is used twice, or whose kernel is no constant", () => {
  const twice = (x: Value) => {
    const y = conv(x, floats(x, [2, 2, 3, 3]), undefined, window);
    return add(mul(y, floats(x, [1, 2, 1, 1], 3)), y);
  };
  expect(operatorsOf([1, 2, 4, 4], twice)).toEqual(["Conv", "Mul", "Add"]);
  const ofInput = (x: Value) =>
    mul(
      conv(x, reshape(x, [1, 2, 4, 4]), undefined, [
        windowAxis(4, 4, 1, "valid"),
        windowAxis(4, 4, 1, "valid"),
      ]),
      floats(x, [1, 1, 1, 1]),
    );
  expect(operatorsOf([1, 2, 4, 4], ofInput)).toEqual(["Conv", "Mul"]);
});

it("leaves out what no output needs", () => {
  const build = (x: Value) => {
    exp(x);
    return sqrt(x);
  };
  expect(operatorsOf([2, 3], build)).toEqual(["Sqrt"]);
});

it("keeps inputs, and outputs that are inputs or the same value", () => {
  const graph = new Graph();
  const x = graph.input("x", "float32", [2]);
  graph.output("same", x);
  graph.output("one", exp(x));
  graph.output("two", exp(x));
  const { inputs, outputs, nodes } = simplify(graph);
  expect(inputs.map(({ name }) => name)).toEqual(["x"]);
  expect(outputs.map(({ name }) => name)).toEqual(["same", "one", "two"]);
  expect(nodes.map(({ op }) => op)).toEqual(["Exp", "Identity", "Identity"]);
});
