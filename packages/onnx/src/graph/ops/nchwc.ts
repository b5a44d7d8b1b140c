import type { Value } from "../graph.js";
import { onnxPads, sizeOf, type Window } from "../shapes.js";

/*
 * onnxruntime's own operators for channels in blocks of B (8 or 16, depending on the processor). C is a multiple of
 * B.
 *
 *              shape             stored as
 *     maps     [n, C, h, w]      [n, C / B, h, w, B]
 *     kernel   [F, C, kh, kw]    [F / B, C / B, kh, kw, B of C, B of F]
 *
 * A block fills the processor's vector registers, so convolutions run at the speed of matrix products. Other runtimes
 * do not have these operators: lowering/probe.ts finds out whether they are there.
 */
export const NCHWC = (operator: string): string => `com.microsoft.nchwc:${operator}`;

const windowAttributes = (window: Window) => ({
  kernel_shape: { ints: window.map((axis) => axis.size) },
  strides: { ints: window.map((axis) => axis.stride) },
  dilations: { ints: window.map((axis) => axis.dilation) },
  pads: { ints: onnxPads(window) },
});

const outputOf = (x: Value, channels: number, [height, width]: Window) => ({
  dtype: x.dtype,
  shape: [x.shape[0]!, channels, height.output, width.output],
});

/** Converts `[n, c, h, w]`, with c a multiple of 4, to blocks. The last block is filled up with zeros. */
export const reorderInput = (x: Value, block: number): Value => {
  const [batch, channels, ...extent] = x.shape as [number, number, number, number];
  const shape = [batch, Math.ceil(channels / block) * block, ...extent];
  return x.graph.emit(NCHWC("ReorderInput"), [x], { dtype: x.dtype, shape });
};

/** Converts blocks to `[n, channels, h, w]`. Only the last block may hold more than these channels. */
export const reorderOutput = (x: Value, channels: number): Value => {
  const [batch, , ...extent] = x.shape as [number, number, number, number];
  const shape = [batch, channels, ...extent];
  return x.graph.emit(
    NCHWC("ReorderOutput"),
    [x],
    { dtype: x.dtype, shape },
    { channels: { int: channels } },
  );
};

/** Converts blocks to `[n, h, w, channels]`. */
export const reorderOutputLast = (x: Value, channels: number): Value => {
  const [batch, , ...extent] = x.shape as [number, number, number, number];
  const shape = [batch, ...extent, channels];
  const attributes = { channels: { int: channels }, channels_last: { int: 1 } };
  return x.graph.emit(NCHWC("ReorderOutput"), [x], { dtype: x.dtype, shape }, attributes);
};

/**
 * Convolution with a kernel `[F, c, kh, kw]`; the result is in blocks. If there are fewer than B channels (in a
 * group), x is not in blocks, and the kernel is stored as [F / B, c, kh, kw, B of F]. `summand` is added to the
 * result. Its memory becomes the result's if nobody reads it later.
 */
export function blockedConv(
  x: Value,
  kernel: Value,
  bias: Value | undefined,
  window: Window,
  group = 1,
  summand?: Value,
): Value {
  const filters = kernel.shape[0]!;
  const operands = summand
    ? [bias ?? x.graph.constant(new Float32Array(filters), [filters]), summand]
    : bias
      ? [bias]
      : [];
  return x.graph.emit(NCHWC("Conv"), [x, kernel, ...operands], outputOf(x, filters, window), {
    ...windowAttributes(window),
    group: { int: group },
  });
}

export const blockedMaxPool = (x: Value, window: Window): Value =>
  x.graph.emit(NCHWC("MaxPool"), [x], outputOf(x, x.shape[1]!, window), {
    ...windowAttributes(window),
    storage_order: { int: 0 },
  });

/** The mean of what a window covers; padding is left out of it, or counts as zeros. */
export const blockedAveragePool = (x: Value, window: Window, countPadding: boolean): Value => {
  const { dilations: _, ...attributes } = windowAttributes(window);
  return x.graph.emit(NCHWC("AveragePool"), [x], outputOf(x, x.shape[1]!, window), {
    ...attributes,
    count_include_pad: { int: countPadding ? 1 : 0 },
  });
};

/** The mean over the positions, `[n, C, 1, 1]`. */
export const blockedGlobalMean = (x: Value): Value =>
  x.graph.emit(NCHWC("GlobalAveragePool"), [x], {
    dtype: x.dtype,
    shape: [x.shape[0]!, x.shape[1]!, 1, 1],
  });

/** Repeats each position `height · width` times. */
export const blockedUpsample = (x: Value, [height, width]: readonly [number, number]): Value => {
  const [batch, channels, rows, columns] = x.shape as [number, number, number, number];
  const shape = [batch, channels, rows * height, columns * width];
  const scales = { scales: { ints: [1, 1, height, width] } };
  return sizeOf([height, width]) === 1
    ? x
    : x.graph.emit(NCHWC("Upsample"), [x], { dtype: x.dtype, shape }, scales);
};
