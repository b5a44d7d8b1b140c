import { describe, expect, it } from "vitest";
import { Graph, type Value } from "./graph.js";
import { add, clip, exp, mul, relu } from "./ops/elementwise.js";
import { blockedConv, reorderInput, reorderOutput } from "./ops/nchwc.js";
import { windowAxis } from "./shapes.js";
import { simplify } from "./simplify.js";
import { verifyGraph } from "./verify.js";

const SHAPE = [2, 16, 4, 4];

const pointwise = (x: Value): Value => {
  const kernel = x.graph.constant(new Float32Array(16).fill(0.5), [16, 1, 1, 1]);
  return blockedConv(x, kernel, undefined, [windowAxis(4, 1, 1, "valid"), windowAxis(4, 1, 1, "valid")], 16);
};

/** The nodes that are left, the domain's name left out: `Conv(activation)` and the number of its inputs. */
function nodesOf(build: (x: Value, z: Value) => Value): string[] {
  const graph = new Graph();
  graph.output("y", build(graph.input("x", "float32", SHAPE), graph.input("z", "float32", SHAPE)));
  const simplified = simplify(graph);
  verifyGraph(simplified);
  return simplified.nodes.map(({ op, inputs, attributes: { activation } }) => {
    const name = op.slice(op.lastIndexOf(":") + 1);
    return activation && "string" in activation ? `${name} ${activation.string}` : `${name} ${inputs.length}`;
  });
}

// What the fused operators compute is compared in lowering/blocked.test.ts.
describe("a convolution in blocks", () => {
  it("takes a relu along", () => {
    expect(nodesOf((x, z) => add(relu(pointwise(x)), z))).toEqual(["Conv Relu", "Add 2"]);
  });

  it("takes a clip along", () => {
    expect(nodesOf((x, z) => add(clip(pointwise(x), 0, 6), z))).toEqual(["Conv Clip", "Add 2"]);
  });

  it("leaves a relu alone whose input is needed elsewhere", () => {
    const build = (x: Value, z: Value) => {
      const y = pointwise(x);
      return add(add(relu(y), exp(y)), z);
    };
    expect(nodesOf(build)).toEqual(["Conv 2", "Relu 1", "Exp 1", "Add 2", "Add 2"]);
  });

  it("takes a sum with what nothing else needs along, and a relu behind it", () => {
    expect(nodesOf((x, z) => add(mul(x, z), pointwise(x)))).toEqual(["Mul 2", "Conv 4"]);
    expect(nodesOf((x, z) => relu(add(pointwise(x), mul(x, z))))).toEqual(["Mul 2", "Conv Relu"]);
  });

  it("does not overwrite what is needed elsewhere, or the graph's inputs", () => {
    const twice = (x: Value, z: Value) => {
      const other = exp(z);
      return mul(add(pointwise(x), other), other);
    };
    expect(nodesOf(twice)).toEqual(["Exp 1", "Conv 2", "Add 2", "Mul 2"]);
    expect(nodesOf((x, z) => add(pointwise(x), z))).toEqual(["Conv 2", "Add 2"]);
  });

  it("takes one sum only", () => {
    const build = (x: Value, z: Value) => add(add(pointwise(x), mul(x, z)), exp(z));
    expect(nodesOf(build)).toEqual(["Mul 2", "Conv 4", "Exp 1", "Add 2"]);
  });
});

it("out of the blocks and in again is nothing", () => {
  expect(nodesOf((x, z) => add(reorderInput(reorderOutput(x, 12), 16), z))).toEqual(["Add 2"]);
});
