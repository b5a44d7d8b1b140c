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
 * Stores the channels of maps in blocks, and computes with onnxruntime's own operators for that layout. It is the
 * fastest lowering on onnxruntime's CPU provider; other providers do not have these operators. blocked-maps.ts
 * describes the layout, graph/ops/nchwc.ts the operators.
 *
 * @param block Channels in a block: 8 or 16, depending on the processor.
 * @param fromChannels At most `block`. Maps with fewer channels keep the portable layout and are computed by the portable lowering.
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
