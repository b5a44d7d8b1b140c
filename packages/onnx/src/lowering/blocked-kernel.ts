import type { Value } from "../graph/graph.js";
import { mul } from "../graph/ops/elementwise.js";
import { reshape, reverseAxis, transpose } from "../graph/ops/movement.js";
import { blockedConv, reorderOutput } from "../graph/ops/nchwc.js";
import { sizeOf, type Window, type WindowAxis } from "../graph/shapes.js";
import { padTo } from "./blocked-maps.js";
import { fitted } from "./blocked-window.js";

/*
 * Kernels of the blocked lowering have the shape of their memory: [F / B, C / B, kh, kw, B of C, B of F] from
 * blocked maps and [F / B, c, kh, kw, B of F] from plain ones, or with c = 1 where each channel has a filter of its
 * own. The last axis is shorter where the filters' maps are plain.
 */
type KernelMemory = readonly [filters: number, channels: number, height: number, width: number, ...number[]];

const memoryShape = (kernel: Value): KernelMemory => kernel.shape as unknown as KernelMemory;
export const takesPlainMaps = (kernel: Value): boolean => kernel.shape.length === 5;

/** The kernel with its last block of filters filled up with zeros. */
export const wholeBlocks = (kernel: Value, block: number): Value =>
  padTo(kernel, kernel.shape.length - 1, block);

/** Each filter times its number of `[1, F, 1, 1]`. */
export function scaleFilters(kernel: Value, scale: Value, block: number): Value {
  const [filterBlocks, , , , ...inner] = memoryShape(kernel);
  const alongFilters = [filterBlocks, 1, 1, 1, ...inner.slice(1).map(() => 1), block];
  return mul(kernel, reshape(scale, alongFilters));
}

/** Maps to blocked maps; the bias has a number for each filter, padding included. */
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
 * dL/dx from dL/dy, both blocked, where the stride is 1: a convolution of dy with the kernel from the filters to the
 * channels, turned by 180 degrees.
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

/** The window that slides the turned kernel over dy so that every input position is reached. */
export const turnedWindow = ([height, width]: Window): Window => [turnedAxis(height), turnedAxis(width)];

const turnedAxis = (axis: WindowAxis): WindowAxis => ({
  ...axis,
  padBefore: (axis.size - 1) * axis.dilation - axis.padBefore,
  input: axis.output,
  output: axis.input,
});

/** The kernel turned by 180 degrees. */
export function turn(kernel: Value): Value {
  const [filters, channels, height, width, ...inner] = memoryShape(kernel);
  if (height * width === 1) return kernel;
  const taps = reshape(kernel, [filters, channels, height * width, ...inner]);
  return reshape(reverseAxis(taps, 2), kernel.shape);
}

/**
 * The last two axes in each other's place. They lie in memory as maps of one block of channels, and the runtime's way out
 * of blocks takes a fifth of the time of Transpose.
 */
export function transposeBlocks(blocks: Value): Value {
  const outer = blocks.shape.slice(0, -2);
  const [rows, columns] = blocks.shape.slice(-2) as [number, number];
  const maps = reshape(blocks, [sizeOf(outer), columns, rows, 1]);
  return reshape(reorderOutput(maps, columns), [...outer, columns, rows]);
}

/** The kernel of a convolution from the filters to the channels, which become one block where they were plain. */
export function swapChannels(kernel: Value, block: number): Value {
  if (!takesPlainMaps(kernel)) return transposeBlocks(transpose(kernel, [1, 0, 2, 3, 4, 5]));
  const [filters, , height, width] = memoryShape(kernel);
  const channelsLast = padTo(transpose(kernel, [0, 2, 3, 4, 1]), 4, block);
  return reshape(channelsLast, [1, filters, height, width, block, block]);
}
