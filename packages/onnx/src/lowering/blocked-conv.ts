import { slice } from "../graph/ops/movement.js";
import { convolve, convolveTurned, takesPlainMaps, wholeBlocks } from "./blocked-kernel.js";
import { blockedKernelGradient } from "./blocked-kernel-gradient.js";
import { asBlocked, type BlockRule, isBlocked, padTo, plainMaps } from "./blocked-maps.js";
import { stridedInputGradient } from "./blocked-strided.js";
import type { Lowering } from "./lowering.js";
import { portable } from "./portable.js";

type Convolutions = Pick<Lowering, "conv" | "convInputGradient" | "convKernelGradient">;

/**
 * Convolutions of the blocked lowering. Between plain maps they are the portable lowering's; else the side of plain
 * maps takes part as it is, where the operator reads it, or as one block.
 */
export const blockedConvolutions = ({ block }: BlockRule): Convolutions => ({
  conv(maps, kernel, bias, window) {
    if (isPortable(kernel.shape)) return portable.conv(maps, kernel, bias, window);
    const whole = wholeBlocks(kernel, block);
    const result = convolve(maps, whole, bias && padTo(bias, 0, whole.shape[0]! * block), window, block);
    const filters = kernel.shape.at(-1)!;
    return filters < block ? plainMaps(result, filters) : result;
  },

  convInputGradient(dOutput, kernel, window) {
    if (isPortable(kernel.shape)) return portable.convInputGradient(dOutput, kernel, window);
    const isStrided = window.some(({ stride }) => stride !== 1);
    const inputGradient = isStrided ? stridedInputGradient : convolveTurned;
    const gradient = inputGradient(asBlocked(dOutput, block), wholeBlocks(kernel, block), window, block);
    return takesPlainMaps(kernel) ? plainMaps(gradient, kernel.shape[1]!) : gradient;
  },

  convKernelGradient(maps, dOutput, window) {
    if (isBlocked(dOutput, block)) return blockedKernelGradient(maps, dOutput, window, block);
    if (!isBlocked(maps, block)) return portable.convKernelGradient(maps, dOutput, window);
    const gradient = blockedKernelGradient(maps, asBlocked(dOutput, block), window, block);
    return slice(gradient, [{ axis: gradient.shape.length - 1, start: 0, end: dOutput.shape[1]! }]);
  },
});

/** Kernels in blocks have five or six axes. */
const isPortable = (kernelShape: readonly number[]): boolean => kernelShape.length === 4;
