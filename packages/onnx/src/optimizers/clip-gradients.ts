import type { Value } from "../graph/graph.js";
import { add, clip, div, max, mul, sqrt } from "../graph/ops/elementwise.js";
import { norm, sumAll } from "../graph/ops/reduce.js";
import type { UpdateOptions } from "./config.js";

/** `√Σ g²` over the elements of all gradients, `[]`. */
export const globalNorm = (gradients: readonly Value[]): Value =>
  sqrt(gradients.map((gradient) => sumAll(mul(gradient, gradient))).reduce((a, b) => add(a, b)));

/**
 * The gradients of all trained weights within the limits; a norm is limited by scaling, `g · limit / max(‖g‖, limit)`.
 *
 * @param ofAll their global norm, where it is known
 */
export function clipGradients(
  gradients: readonly Value[],
  { clipNorm, globalClipNorm, clipValue }: UpdateOptions,
  ofAll?: Value,
): readonly Value[] {
  if (clipNorm !== undefined)
    return gradients.map((gradient) => mul(gradient, factor(norm(gradient), clipNorm)));
  if (globalClipNorm !== undefined) {
    const scale = factor(ofAll ?? globalNorm(gradients), globalClipNorm);
    return gradients.map((gradient) => mul(gradient, scale));
  }
  if (clipValue !== undefined) return gradients.map((gradient) => clip(gradient, -clipValue, clipValue));
  return gradients;
}

const factor = (length: Value, limit: number): Value => div(limit, max(length, limit));
