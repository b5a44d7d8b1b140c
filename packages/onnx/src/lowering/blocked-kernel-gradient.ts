import type { Value } from "../graph/graph.js";
import { add } from "../graph/ops/elementwise.js";
import { reshape, slice, transpose } from "../graph/ops/movement.js";
import { blockedConv, reorderOutput } from "../graph/ops/nchwc.js";
import { sum } from "../graph/ops/reduce.js";
import type { Window, WindowAxis } from "../graph/shapes.js";
import { isBlocked, mapShape } from "./blocked-maps.js";
import { reachedBy } from "./blocked-window.js";
import { reachOf } from "./portable-window.js";

/**
 * dL/dkernel from blocked dL/dy, in the shape of the kernel's memory:
 *
 *     dW[f, c, i, j] = Σ_n,y,x dy[n, f, y, x] · x[n, c, y·s + i·d − p, x·s + j·d − p]
 *
 * is a convolution of x with dy as its kernel, in which the images take the place of the channels, the channels
 * that of the images, and stride and dilation that of each other. Images come in groups of fewer than a block,
 * which lets the runtime read x without blocks; the sum over the groups is what is left to do.
 */
export function blockedKernelGradient(x: Value, dOutput: Value, window: Window, block: number): Value {
  const [batch, filters] = mapShape(dOutput);
  const [height, width] = window;
  const images = imagesAsChannels(x, window, block);
  const channels = images.shape[0]!;
  const filterBlocks = filters / block;

  const parts = groupsOf(batch, isBlocked(x, block) ? block / 2 : 1, block).map(({ start, end, inGroup }) => {
    const groups = (end - start) / inGroup;
    const part = slice(images, [{ axis: 1, start, end }]);
    const kernel = imagesAsKernel(slice(dOutput, [{ axis: 0, start, end }]), inGroup, block);
    const products = blockedConv(part, kernel, undefined, [swappedAxis(height), swappedAxis(width)], groups);
    const byGroup = reshape(products, [channels, groups, filterBlocks * height.size * width.size * block]);
    return groups === 1 ? byGroup : sum(byGroup, [1], true);
  });
  const gradient = parts.reduce((total, part) => add(total, part));

  if (!isBlocked(x, block)) {
    const byFilter = [channels, filterBlocks, height.size, width.size, block];
    return transpose(reshape(gradient, byFilter), [1, 0, 2, 3, 4]);
  }
  const byFilter = [channels / block, block, filterBlocks, height.size, width.size, block];
  return transpose(reshape(gradient, byFilter), [2, 0, 3, 4, 1, 5]);
}

/** `[c, n, h, w]`: what the window reaches of the maps, with its padding. */
function imagesAsChannels(x: Value, window: Window, block: number): Value {
  const reached = reachedBy(x, window, block);
  const padded = isBlocked(x, block) ? reorderOutput(reached, x.shape[1]!) : reached;
  const [batch, channels, paddedHeight, paddedWidth] = mapShape(padded);
  return channels === 1
    ? reshape(padded, [1, batch, paddedHeight, paddedWidth])
    : transpose(padded, [1, 0, 2, 3]);
}

/** dy as the kernel `[groups · F, images in a group, h, w]`, whose memory is [groups · F / B, images, h, w, B]. */
function imagesAsKernel(dOutput: Value, inGroup: number, block: number): Value {
  const [batch, filters, height, width] = mapShape(dOutput);
  const shape = [(batch / inGroup) * filters, inGroup, height, width];
  if (inGroup === 1 || filters === block) return reshape(dOutput, shape);
  const byImage = [batch / inGroup, inGroup, filters / block, height * width * block];
  return reshape(transpose(reshape(dOutput, byImage), [0, 2, 1, 3]), shape);
}

const swappedAxis = (axis: WindowAxis): WindowAxis => ({
  size: axis.output,
  stride: axis.dilation,
  dilation: axis.stride,
  padBefore: 0,
  padAfter: 0,
  input: reachOf(axis).end - reachOf(axis).start,
  output: axis.size,
});

/** A convolution takes whole blocks of images or fewer than one. */
function groupsOf(batch: number, inGroup: number, block: number) {
  const whole = batch - (batch % block);
  const parts = [
    { start: 0, end: whole, inGroup },
    { start: whole, end: batch, inGroup: inGroup === 1 ? 1 : batch - whole },
  ];
  return parts.filter(({ start, end }) => end > start);
}
