import type { Value } from "../graph/graph.js";
import { abs, add, mul, sign } from "../graph/ops/elementwise.js";
import { sumAll } from "../graph/ops/reduce.js";
import type { Parameter } from "../parameters.js";
import { weightOption } from "../weight-option.js";

/** What TensorFlow.js makes of l1, l2 and l1l2 as data. */
interface SerializedRegularizer {
  readonly className: "L1L2";
  readonly config: { readonly l1: number; readonly l2: number };
}

export function unsupportedRegularizer(option: string, regularizer: unknown): string[] {
  if (option === "activityRegularizer") {
    return ["activityRegularizer is not supported, nor does TensorFlow.js run such a layer; leave it out"];
  }
  const className = (regularizer as Partial<SerializedRegularizer> | null | undefined)?.className;
  if (regularizer == null || className === "L1L2") return [];
  return [`${option} ${className ?? "of an unknown kind"} is not supported, use l1, l2 or l1l2`];
}

/** `l₁ Σ |w| + l₂ Σ w²`, a part of the loss. */
export interface Penalty {
  readonly weight: string;
  readonly value: Value;
  /** `l₁ sign(w) + 2 l₂ w` */
  gradient(): Value;
}

/** Of the trained weights whose layers have a regularizer. What a layout adds to a weight is zero and adds nothing. */
export function emitPenalties(parameters: readonly Parameter[]): Penalty[] {
  return parameters.flatMap(({ step, weight, value }): Penalty[] => {
    const regularizer = weightOption(step.config, weight.role, "Regularizer");
    if (!regularizer || !weight.trainable) return [];
    const { l1, l2 } = (regularizer as SerializedRegularizer).config;
    const parts = [
      { factor: l1, value: () => sumAll(abs(value)), gradient: () => mul(sign(value), l1) },
      { factor: l2, value: () => sumAll(mul(value, value)), gradient: () => mul(value, 2 * l2) },
    ].filter(({ factor }) => factor !== 0);
    if (parts.length === 0) return [];
    return [
      {
        weight: weight.name,
        value: parts.map(({ factor, value }) => mul(value(), factor)).reduce((a, b) => add(a, b)),
        gradient: () => parts.map(({ gradient }) => gradient()).reduce((a, b) => add(a, b)),
      },
    ];
  });
}
