import { blockedConvolutions } from "./blocked-conv.js";
import { interleave } from "./blocked-interleave.js";
import { compilesInBlocks } from "./blocked-layers.js";
import { blockedLayouts } from "./blocked-layout.js";
import { type BlockRule, isBlocked } from "./blocked-maps.js";
import { blockedMovement } from "./blocked-movement.js";
import { blockedPoolings } from "./blocked-pool.js";
import { blockedStatistics } from "./blocked-statistics.js";
import type { Lowering } from "./lowering.js";
import { pooledConvolution } from "./pooled-conv.js";

/**
 * Maps with channels in blocks, on onnxruntime's own operators for that order: the fastest on its CPU provider,
 * and nowhere else. blocked-maps.ts describes the order, graph/ops/nchwc.ts the operators.
 *
 * @param fromChannels Maps of fewer channels lie in the portable order and are computed there.
 */
export function blockedLowering(block: number, fromChannels: number): Lowering {
  const rule: BlockRule = { block, isPlain: (channels) => channels < fromChannels };
  const parts = {
    ...blockedConvolutions(rule),
    ...blockedPoolings(rule),
    ...blockedStatistics(rule),
  };
  return {
    name: `blocks of ${block} channels`,
    compiles: compilesInBlocks,
    ...blockedLayouts(rule),
    ...blockedMovement(rule),
    ...parts,
    pooledConv: pooledConvolution({
      ...parts,
      isCheapToCut: (maps) => !isBlocked(maps, block),
      interleave: (phases, tile) => interleave(phases, tile, block),
    }),
  };
}
