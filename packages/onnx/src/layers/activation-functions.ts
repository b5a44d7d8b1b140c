import type { Value } from "../graph/graph.js";
import {
  abs,
  add,
  clip,
  div,
  elu,
  erf,
  exp,
  hardSigmoid,
  isPositive,
  leakyRelu,
  mul,
  relu,
  selu,
  sigmoid,
  softplus,
  sub,
  tanh,
} from "../graph/ops/elementwise.js";
import { logSoftmax, softmax, sum } from "../graph/ops/reduce.js";

export interface Activated {
  readonly y: Value;
  /** dL/dx from dL/dy. */
  backward(dy: Value): Value;
}

/** A function of a tensor with its derivative, in terms of the function's output where that is possible. */
export type ActivationFunction = (x: Value, channelAxis: number) => Activated;

/** x where it is positive, else `α (eˣ − 1)`. The derivative is 1 or y + α: `(1 − α) [y > 0] + α + min(y, 0)`. */
export const eluOf =
  (alpha: number): ActivationFunction =>
  (x) => {
    const y = elu(x, alpha);
    const slope = () => add(add(mul(isPositive(y), 1 - alpha), alpha), sub(y, relu(y)));
    return { y, backward: (dy) => mul(dy, slope()) };
  };

/** `x`, or `α x` where it is negative. */
export const leakyReluOf =
  (alpha: number): ActivationFunction =>
  (x) => ({
    y: leakyRelu(x, alpha),
    backward: (dy) => mul(dy, add(mul(isPositive(x), 1 - alpha), alpha)),
  });

/** x where it exceeds `theta`, else 0. */
export const thresholdedReluOf =
  (theta: number): ActivationFunction =>
  (x) => {
    const isAbove = isPositive(sub(x, theta));
    return { y: mul(x, isAbove), backward: (dy) => mul(dy, isAbove) };
  };

/** `scale · x + offset` */
export const rescaledBy =
  (scale: number, offset: number): ActivationFunction =>
  (x) => {
    const scaled = (value: Value) => (scale === 1 ? value : mul(value, scale));
    return { y: offset === 0 ? scaled(x) : add(scaled(x), offset), backward: scaled };
  };

/** x between 0 and `max`. */
const clippedRelu =
  (max: number): ActivationFunction =>
  (x) => {
    const y = clip(x, 0, max);
    return { y, backward: (dy) => mul(dy, isPositive(mul(y, sub(max, y)))) };
  };

/** `x · gate(x)`, so `dx = dy (gate + x · gate′)`. */
const gated =
  (gate: (x: Value) => { value: Value; slope: () => Value }): ActivationFunction =>
  (x) => {
    const { value, slope } = gate(x);
    return { y: mul(x, value), backward: (dy) => mul(dy, add(value, mul(x, slope()))) };
  };

/** `αₛ` and `λ` of Klambauer et al., 2017. */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;
const HARD_SIGMOID_SLOPE = 0.2;

export const ACTIVATIONS = {
  linear: (x) => ({ y: x, backward: (dy) => dy }),
  relu: (x) => {
    const y = relu(x);
    return { y, backward: (dy) => mul(dy, isPositive(y)) };
  },
  relu6: clippedRelu(6),
  // d tanh(x) = (1 − y²) dx
  tanh: (x) => {
    const y = tanh(x);
    return { y, backward: (dy) => mul(dy, sub(1, mul(y, y))) };
  },
  // d σ(x) = y (1 − y) dx
  sigmoid: (x) => {
    const y = sigmoid(x);
    return { y, backward: (dy) => mul(dy, mul(y, sub(1, y))) };
  },
  hardSigmoid: (x) => {
    const y = hardSigmoid(x, HARD_SIGMOID_SLOPE, 0.5);
    return { y, backward: (dy) => mul(dy, mul(isPositive(mul(y, sub(1, y))), HARD_SIGMOID_SLOPE)) };
  },
  // dx = y (dy − Σ dy·y), the sum over the classes
  softmax: (x, axis) => {
    const y = softmax(x, axis);
    return { y, backward: (dy) => mul(y, sub(dy, sum(mul(dy, y), [axis], true))) };
  },
  // dx = dy − softmax(x) Σ dy
  logSoftmax: (x, axis) => {
    const y = logSoftmax(x, axis);
    return { y, backward: (dy) => sub(dy, mul(exp(y), sum(dy, [axis], true))) };
  },
  elu: eluOf(1),
  // λ times elu with α, so the derivative is λ or y + λα
  selu: (x) => {
    const y = selu(x, SELU_ALPHA, SELU_SCALE);
    const negative = SELU_SCALE * SELU_ALPHA;
    const slope = () => add(add(mul(isPositive(y), SELU_SCALE - negative), negative), sub(y, relu(y)));
    return { y, backward: (dy) => mul(dy, slope()) };
  },
  // ln(1 + eˣ), whose derivative is σ(x)
  softplus: (x) => ({ y: softplus(x), backward: (dy) => mul(dy, sigmoid(x)) }),
  // x / (1 + |x|), whose derivative is 1 / (1 + |x|)²
  softsign: (x) => {
    const scale = add(abs(x), 1);
    return { y: div(x, scale), backward: (dy) => div(dy, mul(scale, scale)) };
  },
  // x σ(x)
  swish: gated((x) => {
    const value = sigmoid(x);
    return { value, slope: () => mul(value, sub(1, value)) };
  }),
  // x relu6(x + 3) / 6
  hardSwish: gated((x) => {
    const value = hardSigmoid(x, 1 / 6, 0.5);
    return { value, slope: () => mul(isPositive(mul(value, sub(1, value))), 1 / 6) };
  }),
  // x tanh(softplus(x))
  mish: gated((x) => {
    const value = tanh(softplus(x));
    return { value, slope: () => mul(sub(1, mul(value, value)), sigmoid(x)) };
  }),
  // x Φ(x), Φ the normal distribution, whose derivative is its density
  gelu(x) {
    // In this order onnxruntime knows it for one operator.
    const twice = add(erf(div(x, Math.SQRT2)), 1);
    const density = () => mul(exp(mul(mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return {
      y: mul(mul(x, twice), 0.5),
      backward: (dy) => mul(dy, add(mul(twice, 0.5), mul(x, density()))),
    };
  },
  // Φ(x) approximated by (1 + tanh(u)) / 2 = σ(2u), with 2u = c (x + 0.044715 x³)
  gelu_new: gated((x) => {
    const c = 2 * Math.sqrt(2 / Math.PI);
    const square = mul(x, x);
    const value = sigmoid(mul(x, add(mul(square, c * 0.044715), c)));
    return {
      value,
      slope: () => mul(mul(value, sub(1, value)), add(mul(square, 3 * c * 0.044715), c)),
    };
  }),
} as const satisfies Readonly<Record<string, ActivationFunction>>;

export type ActivationName = keyof typeof ACTIVATIONS;

/** These look at all channels of a position at once, the others at one element. */
export const mixesChannels = (name: ActivationName): boolean => name === "softmax" || name === "logSoftmax";
