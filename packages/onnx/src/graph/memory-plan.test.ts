import { describe, expect, it } from "vitest";
import { Graph } from "./graph.js";
import { plannedBytes } from "./memory-plan.js";
import { add, exp, mul } from "./ops/elementwise.js";
import { gemm } from "./ops/linear.js";
import { reshape } from "./ops/movement.js";
import { sumAll } from "./ops/reduce.js";

/** 16×16 float32 */
const BYTES = 1024;
const SCALAR = 256;

/** `x → y` as the only output, which has no place in the block. */
function blockOf(build: (x: ReturnType<Graph["input"]>) => ReturnType<Graph["input"]>): number {
  const graph = new Graph();
  graph.output("y", build(graph.input("x", "float32", [16, 16])));
  return plannedBytes(graph);
}

describe("plannedBytes", () => {
  it("of a chain of element-wise nodes is one tensor: the rest is written in place", () => {
    expect(blockOf((x) => gemm(exp(exp(exp(x))), x))).toBe(BYTES);
  });

  it("of products is two: operands live until the result is there, and then lend their buffer", () => {
    const product = (times: number) =>
      blockOf((x) => Array.from({ length: times }).reduce<typeof x>((y) => gemm(y, x), x));
    expect([2, 3, 4, 9].map(product)).toEqual([BYTES, 2 * BYTES, 2 * BYTES, 2 * BYTES]);
  });

  it("counts a tensor until its last reader", () => {
    const long = blockOf((x) => {
      const early = gemm(x, x);
      return gemm(gemm(gemm(early, x), x), early);
    });
    expect(long).toBe(3 * BYTES);
  });

  it("a reshape is its input", () => {
    const bytes = blockOf((x) => {
      const y = gemm(x, x);
      return add(reshape(y, [256]), reshape(mul(sumAll(y), 2), [1]));
    });
    expect(bytes).toBe(BYTES + SCALAR);
  });

  it("a buffer is not written over while a view of it is read", () => {
    const bytes = blockOf((x) => {
      const y = gemm(x, x);
      return gemm(exp(y), reshape(y, [16, 16]));
    });
    expect(bytes).toBe(2 * BYTES);
  });

  it("puts a small buffer into the gap that a large one left", () => {
    const graph = new Graph();
    const wide = graph.input("wide", "float32", [16, 64]);
    const tall = graph.input("tall", "float32", [64, 16]);
    const square = gemm(wide, tall);
    const large = gemm(square, wide);
    const kept = gemm(large, tall);
    graph.output("y", gemm(gemm(kept, wide), gemm(tall, kept)));
    // square, then large behind it; kept replaces square; the two last products are four times as large.
    expect(plannedBytes(graph)).toBe(BYTES + 4 * BYTES + 4 * BYTES);
  });
});
