import type { Value } from "../graph/graph.js";

/** Blocked maps, and the number of each channel that they are to be multiplied with, `[1, C, 1, 1]`. */
export interface Factors {
  readonly maps: Value;
  /** Absent: 1. */
  readonly scale?: Value;
}

const known = new WeakMap<Value, Factors>();

/** Remembers what a product was made of. */
export function withFactors(product: Value, factors: Factors): Value {
  known.set(product, factors);
  return product;
}

/**
 * What maps were made of. The gradients of a convolution are linear in dy: they multiply their kernel, which is smaller,
 * and the product of the maps may never be computed.
 */
export const factorsOf = (maps: Value): Factors => known.get(maps) ?? { maps };
