import type { Value } from "../graph/graph.js";
import { gemm, matMul } from "../graph/ops/linear.js";
import { reshape, transpose } from "../graph/ops/movement.js";
import { blockedMaxPool, reorderOutput, reorderOutputLast } from "../graph/ops/nchwc.js";
import { sum } from "../graph/ops/reduce.js";
import type { Window } from "../graph/shapes.js";
import { mapShape } from "./blocked-maps.js";
import { fitted } from "./blocked-window.js";

/** A window of one position without padding. */
export const isPoint = (window: Window): boolean =>
  window.every(({ size, padBefore, padAfter }) => size === 1 && padBefore <= 0 && padAfter <= 0);

/**
 * Maps of so many positions are multiplied image by image, which saves turning them around; smaller ones make a
 * matrix product too small, and all images make one. Measured on two cores at 16×16 (all at once) and 32×32.
 */
const POSITIONS_OF_A_PRODUCT = 512;

/**
 * dL/dkernel of a 1×1 convolution from blocked maps and dL/dy, in the shape of the kernel's memory. It is a product of
 * matrices over all images and positions, three to six times as fast as the convolution of blocked-kernel-gradient.ts,
 * which has a single result a channel and filter here:
 *
 *     dW[f, c] = Σ_n,p dy[n, f, p] · x[n, c, p]
 *
 * The side of more channels gives the rows, since the runtime packs the columns.
 */
export function pointKernelGradient(maps: Value, dOutput: Value, window: Window, block: number): Value {
  const fit = fitted(maps, window, block);
  const isStrided = window.some(({ stride }) => stride !== 1);
  const x = isStrided ? blockedMaxPool(fit.maps, fit.window) : fit.maps;
  const [channels, filters] = [x.shape[1]!, dOutput.shape[1]!];
  if (channels >= filters) {
    const byChannel = [channels / block, block, filters / block, block];
    return kernelMemory(transpose(reshape(product(x, dOutput), byChannel), [2, 0, 1, 3]));
  }
  const byFilter = [filters / block, block, channels / block, block];
  return kernelMemory(transpose(reshape(product(dOutput, x), byFilter), [0, 2, 3, 1]));
}

/** `Σ_n,p a[n, i, p] · b[n, j, p]`: `[channels of a, channels of b]`. */
function product(a: Value, b: Value): Value {
  const [batch, rows, height, width] = mapShape(a);
  const columns = b.shape[1]!;
  const positions = height * width;
  const channelsFirst = reorderOutput(a, rows);
  const channelsLast = reorderOutputLast(b, columns);
  if (positions >= POSITIONS_OF_A_PRODUCT) {
    const left = reshape(channelsFirst, [batch, rows, positions]);
    return sum(matMul(left, reshape(channelsLast, [batch, positions, columns])), [0]);
  }
  const left = reshape(transpose(channelsFirst, [1, 0, 2, 3]), [rows, batch * positions]);
  return gemm(left, reshape(channelsLast, [batch * positions, columns]));
}

/** `[F / B, C / B, B of C, B of F]` with the two axes of the window. */
function kernelMemory(gradient: Value): Value {
  const [filters, channels, inChannels, inFilters] = gradient.shape as [number, number, number, number];
  return reshape(gradient, [filters, channels, 1, 1, inChannels, inFilters]);
}
