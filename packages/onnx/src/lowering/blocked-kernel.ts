import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { reshape, reverseAxis, transpose } from "../graph/ops/movement.js";
import { blockedConv, reorderOutput } from "../graph/ops/nchwc.js";
import { sizeOf, type Window, type WindowAxis } from "../graph/shapes.js";
import { padTo } from "./blocked-maps.js";
import { fitted } from "./blocked-window.js";

/*
 * The layouts of kernels in the blocked lowering, for F filters and C channels (rounded up to whole blocks of B):
 *
 *     from blocked maps   [F / B, C / B, kh, kw, B of C, B of F]
 *     from plain maps     [F / B, c, kh, kw, B of F]
 *     depthwise           [F / B, 1, kh, kw, B of F]
 *
 * If the output maps are plain, there is one block of filters, and the last axis has only as many elements as filters.
 */
type KernelMemory = readonly [filters: number, channels: number, height: number, width: number, ...number[]];

const memoryShape = (kernel: Value): KernelMemory => kernel.shape as unknown as KernelMemory;
export const takesPlainMaps = (kernel: Value): boolean => kernel.shape.length === 5;

/** Fills up the last block of filters with zeros. */
export const wholeBlocks = (kernel: Value, block: number): Value =>
  padTo(kernel, kernel.shape.length - 1, block);

/** Multiplies each filter with its number in `scale`, `[1, F, 1, 1]`. */
export function scaleFilters(kernel: Value, scale: Value, block: number): Value {
  const [filterBlocks, , , , ...inner] = memoryShape(kernel);
  const alongFilters = [filterBlocks, 1, 1, 1, ...inner.slice(1).map(() => 1), block];
  return mul(kernel, reshape(scale, alongFilters));
}

/** Convolution to blocked maps. The bias has a number for each filter, including those that fill up the last block. */
export function convolve(
  maps: Value,
  kernel: Value,
  bias: Value | undefined,
  window: Window,
  block: number,
  groups = 1,
): Value {
  const [filters, channels, height, width] = memoryShape(kernel);
  const inBlock = takesPlainMaps(kernel) ? 1 : block;
  const operand = reshape(kernel, [filters * block, channels * inBlock, height, width]);
  const fit = fitted(maps, window, block);
  return blockedConv(fit.maps, operand, bias, fit.window, groups);
}

/**
 * dL/dx from dL/dy, both blocked, of a convolution with stride 1: a convolution of dy with the kernel turned by 180
 * degrees.
 *
 * @param swapped The kernel with filters and channels exchanged, see `swapChannels`.
 */
export function convolveTurned(
  dOutput: Value,
  swapped: Value,
  window: Window,
  block: number,
  groups?: number,
): Value {
  return convolve(dOutput, turn(swapped), undefined, turnedWindow(window), block, groups);
}

/** The window that slides the turned kernel over dy, with one output for each position of x. */
export const turnedWindow = ([height, width]: Window): Window => [turnedAxis(height), turnedAxis(width)];

const turnedAxis = (axis: WindowAxis): WindowAxis => ({
  ...axis,
  padBefore: (axis.size - 1) * axis.dilation - axis.padBefore,
  input: axis.output,
  output: axis.input,
});

/** Turns the kernel by 180 degrees. */
export function turn(kernel: Value): Value {
  const [filters, channels, height, width, ...inner] = memoryShape(kernel);
  if (height * width === 1) return kernel;
  const taps = reshape(kernel, [filters, channels, height * width, ...inner]);
  return reshape(reverseAxis(taps, 2), kernel.shape);
}

/**
 * Exchanges the last two axes. They are stored like maps of one block of channels, so the operator that converts
 * blocks to plain maps does it, in a fifth of the time that Transpose needs.
 */
export function transposeBlocks(blocks: Value): Value {
  const outer = blocks.shape.slice(0, -2);
  const [rows, columns] = blocks.shape.slice(-2) as [number, number];
  const maps = reshape(blocks, [sizeOf(outer), columns, rows, 1]);
  return reshape(reorderOutput(maps, columns), [...outer, columns, rows]);
}

/** Exchanges filters and channels: a kernel that maps dy to dx. The channels of plain maps become one block. */
export function swapChannels(kernel: Value, block: number): Value {
  if (!takesPlainMaps(kernel)) return transposeBlocks(transpose(kernel, [1, 0, 2, 3, 4, 5]));
  const [filters, , height, width] = memoryShape(kernel);
  const channelsLast = padTo(transpose(kernel, [0, 2, 3, 4, 1]), 4, block);
  return reshape(channelsLast, [1, filters, height, width, block, block]);
}
