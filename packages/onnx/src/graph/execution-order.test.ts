import { expect, it } from "vitest";
import { executionOrder } from "./execution-order.js";
import { Graph } from "./graph.js";
import { exp } from "./ops/elementwise.js";
import { gemm } from "./ops/linear.js";

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
