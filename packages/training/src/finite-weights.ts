import { turnsBesideSteps } from "./event-loop.js";
import type { WeightMap } from "./model-weights.js";

/** A millisecond. */
const PIECE = 1 << 20;

/**
 * Whether all weights are numbers. In pieces, between which the event loop runs: steps may go on beside it.
 *
 * x · 0 is 0 of every number, and NaN of NaN and the infinities: so the loop has no branch.
 */
export async function hasFiniteWeights(weights: WeightMap): Promise<boolean> {
  const turn = turnsBesideSteps();
  for (const values of weights.values()) {
    for (let start = 0; start < values.length; start += PIECE) {
      const end = Math.min(start + PIECE, values.length);
      let zero = 0;
      for (let i = start; i < end; i++) zero += values[i]! * 0;
      if (zero !== 0) return false;
      await turn();
    }
  }
  return true;
}
