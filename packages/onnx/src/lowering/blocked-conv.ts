import { slice } from "../graph/ops/movement.js";
import { depthwiseKernelGradient } from "./blocked-depthwise.js";
import {
  convolve,
  convolveTurned,
  scaleFilters,
  swapChannels,
  takesPlainMaps,
  wholeBlocks,
} from "./blocked-kernel.js";
import { blockedKernelGradient } from "./blocked-kernel-gradient.js";
import { asBlocked, type BlockRule, isBlocked, padTo, plainMaps } from "./blocked-maps.js";
import { isProduct, productKernelGradient } from "./blocked-product-gradient.js";
import { stridedInputGradient } from "./blocked-strided.js";
import { factorsOf } from "./factors.js";
import type { Lowering } from "./lowering.js";
import { portable } from "./portable.js";

type Convolutions = Pick<Lowering, "conv" | "convInputGradient" | "convKernelGradient">;

/**
 * The convolutions of the blocked lowering:
 * - from plain to plain maps: those of the portable lowering;
 * - from plain to blocked maps, or the other way: the operator reads plain maps as they are; where it cannot, plain
 *   maps are converted to one block;
 * - in groups: only depthwise convolutions (a group for each channel).
 */
export function blockedConvolutions({ block }: BlockRule): Convolutions {
  const inputGradient: Convolutions["convInputGradient"] = (dOutput, kernel, window, groups = 1) => {
    const isStrided = window.some(({ stride }) => stride !== 1);
    const gradientBy = isStrided ? stridedInputGradient : convolveTurned;
    if (groups > 1) return gradientBy(dOutput, kernel, window, block, dOutput.shape[1]!);
    const swapped = swapChannels(wholeBlocks(kernel, block), block);
    const gradient = gradientBy(asBlocked(dOutput, block), swapped, window, block);
    return takesPlainMaps(kernel) ? plainMaps(gradient, kernel.shape[1]!) : gradient;
  };

  const kernelGradient: Convolutions["convKernelGradient"] = (maps, dOutput, window, groups = 1) => {
    if (groups > 1) return depthwiseKernelGradient(maps, dOutput, window, block);
    const [fromBlocks, toBlocks] = [isBlocked(maps, block), isBlocked(dOutput, block)];
    if (fromBlocks && toBlocks && isProduct(window)) {
      return productKernelGradient(maps, dOutput, window, block);
    }
    const gradient = blockedKernelGradient(maps, asBlocked(dOutput, block), window, block);
    if (toBlocks) return gradient;
    return slice(gradient, [{ axis: gradient.shape.length - 1, start: 0, end: dOutput.shape[1]! }]);
  };

  return {
    conv(maps, kernel, bias, window, groups = 1) {
      if (isPortable(kernel.shape)) return portable.conv(maps, kernel, bias, window, groups);
      const whole = wholeBlocks(kernel, block);
      const wholeBias = bias && padTo(bias, 0, whole.shape[0]! * block);
      const result = convolve(maps, whole, wholeBias, window, block, groups === 1 ? 1 : maps.shape[1]!);
      const filters = kernel.shape.at(-1)!;
      return filters < block ? plainMaps(result, filters) : result;
    },

    convInputGradient(dOutput, kernel, window, groups) {
      if (isPortable(kernel.shape)) return portable.convInputGradient(dOutput, kernel, window, groups);
      const { maps, scale } = factorsOf(dOutput);
      return inputGradient(maps, scale ? scaleFilters(kernel, scale, block) : kernel, window, groups);
    },

    convKernelGradient(x, dOutput, window, groups) {
      if (!isBlocked(x, block) && !isBlocked(dOutput, block)) {
        return portable.convKernelGradient(x, dOutput, window, groups);
      }
      const { maps, scale } = factorsOf(dOutput);
      const gradient = kernelGradient(x, maps, window, groups);
      return scale ? scaleFilters(gradient, scale, block) : gradient;
    },
  };
}

/** Kernels of the portable layout have four axes, those in blocks five or six. */
const isPortable = (kernelShape: readonly number[]): boolean => kernelShape.length === 4;
