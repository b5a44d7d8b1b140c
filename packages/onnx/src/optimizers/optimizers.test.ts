import { loadOnnx } from "@imgcls/test-utils";
import { describe, expect, it } from "vitest";
import { encodeModel } from "../encode-model.js";
import { Graph } from "../graph/graph.js";
import type { OptimizerConfig } from "../types.js";
import { optimizerCompiler } from "./index.js";

/** Updates one weight, which starts at 1, with the gradients given; returns its value after each step. */
async function updates(config: OptimizerConfig, gradients: readonly number[]): Promise<number[]> {
  const { slots, scalars, update } = optimizerCompiler(config);
  const graph = new Graph();
  const next = update({
    weight: graph.input("weight", "float32", []),
    gradient: graph.input("gradient", "float32", []),
    slots: slots.map((name) => graph.input(name, "float32", [])),
    scalars: scalars.map(({ name }) => graph.input(name, "float32", [])),
  });
  graph.output("weight/next", next.weight);
  for (const [i, name] of slots.entries()) graph.output(`${name}/next`, next.slots[i]!);

  const program = await loadOnnx(encodeModel(graph));
  let state: Record<string, number> = { weight: 1 };
  const weights: number[] = [];
  for (const [step, gradient] of gradients.entries()) {
    const fed = { ...Object.fromEntries(slots.map((name) => [name, 0])), ...state, gradient };
    const feeds = Object.entries(fed).map(([name, value]) => [
      name,
      { data: Float32Array.of(value), shape: [] },
    ]);
    for (const { name, valueAt } of scalars) {
      const value = valueAt({ learningRate: config.learningRate, step });
      feeds.push([name, { data: Float32Array.of(value), shape: [] }]);
    }
    const results = await program.run(Object.fromEntries(feeds));
    state = Object.fromEntries(["weight", ...slots].map((name) => [name, results[`${name}/next`]![0]!]));
    weights.push(state.weight!);
  }
  await program.release();
  return weights;
}

const closeTo = (values: number[]) => values.map((value) => expect.closeTo(value, 6));

describe("SGD", () => {
  it("goes against the gradient", async () => {
    expect(await updates({ type: "sgd", learningRate: 0.1 }, [1, -2])).toEqual(closeTo([0.9, 1.1]));
  });

  it("with momentum keeps a share of its velocity: 1, then 0.5 + 1, then 0.75 + 0", async () => {
    const config = { type: "sgd", learningRate: 0.1, momentum: 0.5 } as const;
    expect(await updates(config, [1, 1, 0])).toEqual(closeTo([0.9, 0.75, 0.675]));
  });

  it("with Nesterov's correction looks ahead: 1 + 0.5, then 1 + 0.5 · 1.5, then 0.5 · 0.75", async () => {
    const config = { type: "sgd", learningRate: 0.1, momentum: 0.5, nesterov: true } as const;
    expect(await updates(config, [1, 1, 0])).toEqual(closeTo([0.85, 0.675, 0.6375]));
  });

  it("multiplies the velocity by the rate of the moment, not of the past", () => {
    const { scalars } = optimizerCompiler({ type: "sgd", learningRate: 0.1, momentum: 0.5 });
    expect(scalars.map(({ name, valueAt }) => [name, valueAt({ learningRate: 0.25, step: 7 })])).toEqual([
      ["learning_rate", 0.25],
    ]);
  });
});

describe("Adam", () => {
  it("takes a first step of the learning rate, however large the gradient", async () => {
    for (const gradient of [1e-3, 1, 1e3]) {
      const [weight] = await updates({ type: "adam", learningRate: 0.01 }, [gradient]);
      expect(weight).toBeCloseTo(0.99, 5);
    }
  });

  it("is Algorithm 1 of its paper, here in double precision", async () => {
    const [learningRate, beta1, beta2, epsilon] = [0.1, 0.8, 0.9, 0.01];
    const gradients = [1, -0.5, 0.25, 0, 2];
    let [weight, mean, variance] = [1, 0, 0];
    const expected = gradients.map((gradient, i) => {
      mean = beta1 * mean + (1 - beta1) * gradient;
      variance = beta2 * variance + (1 - beta2) * gradient ** 2;
      const [meanHat, varianceHat] = [mean / (1 - beta1 ** (i + 1)), variance / (1 - beta2 ** (i + 1))];
      weight -= (learningRate * meanHat) / (Math.sqrt(varianceHat) + epsilon);
      return weight;
    });
    const config = { type: "adam", learningRate, beta1, beta2, epsilon } as const;
    expect(await updates(config, gradients)).toEqual(closeTo(expected));
  });

  it("corrects for its start, less with every step", () => {
    const { scalars } = optimizerCompiler({ type: "adam", learningRate: 0.001 });
    const at = (step: number) =>
      Object.fromEntries(scalars.map(({ name, valueAt }) => [name, valueAt({ learningRate: 0.001, step })]));
    expect(at(0)).toEqual({
      step_size: expect.closeTo(0.01, 12),
      variance_correction: expect.closeTo(1000, 8),
    });
    expect(at(100_000)).toEqual({
      step_size: expect.closeTo(0.001, 12),
      variance_correction: expect.closeTo(1, 12),
    });
  });
});
