import type { Value } from "../graph/graph.js";
import { add, clip, div, max, mul, sqrt } from "../graph/ops/elementwise.js";
import { norm, sumAll } from "../graph/ops/reduce.js";
import type { UpdateOptions } from "./config.js";

/** The gradients of all trained weights within the limits; a norm is limited by scaling, `g · limit / max(‖g‖, limit)`. */
export function clipGradients(
  gradients: readonly Value[],
  { clipNorm, globalClipNorm, clipValue }: UpdateOptions,
): readonly Value[] {
  if (clipNorm !== undefined)
    return gradients.map((gradient) => mul(gradient, factor(norm(gradient), clipNorm)));
  if (globalClipNorm !== undefined) {
    const squares = gradients.map((gradient) => sumAll(mul(gradient, gradient)));
    const scale = factor(sqrt(squares.reduce((a, b) => add(a, b))), globalClipNorm);
    return gradients.map((gradient) => mul(gradient, scale));
  }
  if (clipValue !== undefined) return gradients.map((gradient) => clip(gradient, -clipValue, clipValue));
  return gradients;
}

const factor = (length: Value, limit: number): Value => div(limit, max(length, limit));
