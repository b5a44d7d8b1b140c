import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { reshape } from "../graph/ops/movement.js";
import { blockedConv, blockedGlobalMean } from "../graph/ops/nchwc.js";
import { sum } from "../graph/ops/reduce.js";
import { depthwiseKernelGradient } from "./blocked-depthwise.js";
import { type BlockRule, fromMemory, isBlocked, mapShape, memoryOf } from "./blocked-maps.js";
import { pointAxis } from "./blocked-window.js";
import { withFactors } from "./factors.js";
import type { Lowering } from "./lowering.js";
import { portable } from "./portable.js";

type Statistics = Pick<Lowering, "formula" | "affine" | "channelSum" | "channelDot" | "biasGradient">;

/** Formulas with one number for each channel, and sums over the positions of each channel. */
export function blockedStatistics({ block }: BlockRule): Statistics {
  const formula: Lowering["formula"] = (maps, compute) =>
    maps.every((value) => isBlocked(value, block))
      ? fromMemory(compute(...maps.map((value) => memoryOf(value, block))))
      : portable.formula(maps, compute);
  const channelSum = (maps: Value): Value => {
    const [, , height, width] = mapShape(maps);
    return mul(sum(blockedGlobalMean(maps), [0], true), height * width);
  };

  /**
   * Computed as dL/dkernel of a depthwise convolution with a window of one position: it stores no product of the
   * maps.
   */
  const channelDot = (a: Value, b: Value): Value => {
    const [, channels, height, width] = mapShape(a);
    const products = depthwiseKernelGradient(a, b, [pointAxis(height), pointAxis(width)], block);
    return reshape(products, [1, channels, 1, 1]);
  };

  /**
   * Computed as a depthwise convolution with a window of one position. Mul and Add are slower: they repeat the
   * numbers block by block.
   */
  const affine: Lowering["affine"] = (maps, scale, shift, others) => {
    const [, channels, height, width] = mapShape(maps);
    const kernel = reshape(scale, [channels, 1, 1, 1]);
    const bias = shift && reshape(shift, [channels]);
    const result = blockedConv(maps, kernel, bias, [pointAxis(height), pointAxis(width)], channels, others);
    return shift || others ? result : withFactors(result, { maps, scale });
  };

  return {
    formula,
    affine: (maps, ...numbers) => (isBlocked(maps, block) ? affine : portable.affine)(maps, ...numbers),
    channelSum: (maps) => (isBlocked(maps, block) ? channelSum(maps) : portable.channelSum(maps)),
    channelDot: (a, b) => (isBlocked(a, block) ? channelDot(a, b) : portable.channelDot(a, b)),
    biasGradient: (dOutput) =>
      isBlocked(dOutput, block)
        ? reshape(channelSum(dOutput), [dOutput.shape[1]!])
        : portable.biasGradient(dOutput),
  };
}
