import type { Value } from "../graph/graph.js";

/** Stands for the product `maps · scale`: blocked maps, and one number for each channel, `[1, C, 1, 1]`. */
export interface Factors {
  readonly maps: Value;
  /** Default 1. */
  readonly scale?: Value;
}

const known = new WeakMap<Value, Factors>();

/** Remembers the factors of a product. Returns the product. */
export function withFactors(product: Value, factors: Factors): Value {
  known.set(product, factors);
  return product;
}

/**
 * The factors of maps that `withFactors` knows; of other maps, themselves. The gradients of a convolution are linear
 * in dy:
 *
 *     gradient(maps · scale, kernel) = gradient(maps, kernel · scale)
 *
 * So they multiply the kernel, which is smaller. If nobody else reads the product of the maps, it is never computed.
 */
export const factorsOf = (maps: Value): Factors => known.get(maps) ?? { maps };
