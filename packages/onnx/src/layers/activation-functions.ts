import type { Value } from "../graph/graph.js";
import { isPositive, mul, relu, sigmoid, sub, tanh } from "../graph/ops/elementwise.js";
import { softmax, sum } from "../graph/ops/reduce.js";

/** A function of a tensor with its derivative, which is written in terms of the function's output. */
export interface ActivationFunction {
  forward(x: Value, channelAxis: number): Value;
  /** dL/dx from the output y and dL/dy. */
  backward(y: Value, dOutput: Value, channelAxis: number): Value;
}

export const ACTIVATIONS = {
  linear: {
    forward: (x) => x,
    backward: (_, dOutput) => dOutput,
  },
  relu: {
    forward: relu,
    backward: (y, dOutput) => mul(dOutput, isPositive(y)),
  },
  // d tanh(x) = (1 − y²) dx
  tanh: {
    forward: tanh,
    backward: (y, dOutput) => mul(dOutput, sub(1, mul(y, y))),
  },
  // d σ(x) = y (1 − y) dx
  sigmoid: {
    forward: sigmoid,
    backward: (y, dOutput) => mul(dOutput, mul(y, sub(1, y))),
  },
  // dx = y (dy − Σ dy·y), the sum over the classes
  softmax: {
    forward: softmax,
    backward: (y, dOutput, axis) => mul(y, sub(dOutput, sum(mul(dOutput, y), [axis], true))),
  },
} as const satisfies Readonly<Record<string, ActivationFunction>>;

export type ActivationName = keyof typeof ACTIVATIONS;
