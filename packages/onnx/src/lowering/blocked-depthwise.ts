import type { Value } from "../graph/graph.js";
import { reshape } from "../graph/ops/movement.js";
import { blockedConv } from "../graph/ops/nchwc.js";
import { sum } from "../graph/ops/reduce.js";
import type { Window } from "../graph/shapes.js";
import { mapShape } from "./blocked-maps.js";
import { fitted, meetsMaps, swappedAxis } from "./blocked-window.js";
import { filled } from "./portable-window.js";

/**
 * dL/dkernel, `[C / B, 1, kh, kw, B]`, of a depthwise convolution (each channel has its own filter), from blocked x
 * and dL/dy.
 *
 *     dW[c, i, j] = Σ_n,y,x dy[n, c, y, x] · x[n, c, y·s + i·d − p, x·s + j·d − p]
 *
 * This is a depthwise convolution again: of x with dy as its kernel, and with stride and dilation exchanged. It has a
 * channel for each c of each image n, which needs no copy, because n images of C channels are stored like one image
 * of n · C channels.
 */
export function depthwiseKernelGradient(x: Value, dOutput: Value, window: Window, block: number): Value {
  const [batch, channels, height, width] = mapShape(x);
  const [, , outputHeight, outputWidth] = mapShape(dOutput);
  const [rows, columns] = [window[0].size, window[1].size];
  if (!meetsMaps(window)) return filled(x, [channels / block, 1, rows, columns, block], 0);
  const maps = reshape(x, [1, batch * channels, height, width]);
  const kernels = reshape(dOutput, [batch * channels, 1, outputHeight, outputWidth]);
  const fit = fitted(maps, [swappedAxis(window[0]), swappedAxis(window[1])], block);
  const gradients = blockedConv(fit.maps, kernels, undefined, fit.window, batch * channels);
  const byImage = reshape(gradients, [batch, channels / block, 1, rows, columns, block]);
  return sum(byImage, [0]);
}
