import { describe, expect, it } from "vitest";
import { Graph } from "./graph.js";
import { executionOrder, peakActivationBytes } from "./liveness.js";
import { add, exp, mul } from "./ops/elementwise.js";
import { gemm } from "./ops/linear.js";
import { reshape } from "./ops/movement.js";
import { sumAll } from "./ops/reduce.js";

/** 100 float32 */
const BYTES = 400;

describe("peakActivationBytes", () => {
  it("of a chain of element-wise nodes is one tensor: the input is fed, the rest is written in place", () => {
    const graph = new Graph();
    graph.output("y", exp(exp(exp(graph.input("x", "float32", [100])))));
    expect(peakActivationBytes(graph)).toBe(BYTES);
  });

  it("of products is two: operands live until the result is there", () => {
    const graph = new Graph();
    const x = graph.input("x", "float32", [10, 10]);
    graph.output("y", gemm(gemm(gemm(x, x), x), x));
    expect(peakActivationBytes(graph)).toBe(2 * BYTES);
  });

  it("counts a tensor until its last reader, and outputs until the end", () => {
    const graph = new Graph();
    const x = graph.input("x", "float32", [10, 10]);
    const early = gemm(x, x);
    graph.output("kept", exp(early));
    const late = gemm(gemm(x, x), x);
    graph.output("y", gemm(late, early));
    // In the order of the run: early, the two products (one of them dies), y; then "kept" over what was early.
    expect(peakActivationBytes(graph)).toBe(3 * BYTES);
  });

  it("a reshape is its input", () => {
    const graph = new Graph();
    const x = graph.input("x", "float32", [10, 10]);
    const y = gemm(x, x);
    graph.output("y", add(reshape(y, [100]), reshape(mul(sumAll(y), 2), [1])));
    expect(peakActivationBytes(graph)).toBe(BYTES + 4);
  });
});

it("runs updates of the last layers first when they are emitted in the order of the layers", () => {
  const graph = new Graph();
  const x = graph.input("x", "float32", [10, 10]);
  const first = gemm(x, x);
  const second = gemm(first, x);
  graph.output("first/next", exp(first));
  graph.output("second/next", exp(second));
  const names = executionOrder(graph).map(
    ({ outputs }) => graph.outputs.find(({ value }) => value === outputs[0])?.name,
  );
  expect(names.filter(Boolean)).toEqual(["second/next", "first/next"]);
});
