import type { Value } from "../graph/graph.js";
import { add } from "../graph/ops/elementwise.js";
import { concat, reshape, slice, transpose } from "../graph/ops/movement.js";
import { blockedConv, reorderOutput } from "../graph/ops/nchwc.js";
import { sum } from "../graph/ops/reduce.js";
import type { Window, WindowAxis } from "../graph/shapes.js";
import { isBlocked, mapShape } from "./blocked-maps.js";
import { reachedBy } from "./blocked-window.js";

/**
 * dL/dkernel from blocked dL/dy, in the shape of the kernel's memory:
 *
 *     dW[f, c, i, j] = Σ_n,y,x dy[n, f, y, x] · x[n, c, y·s + i·d − p, x·s + j·d − p]
 *
 * For each row i of the kernel that is a convolution with dy as its kernel, as dy lies in memory, and with the channels of
 * x below each other as one tall image: a stride of a channel's height goes from channel to channel, and steps of d along
 * the rows give the columns j. Images take the place of the channels, in groups, and the sum over the groups is what is
 * left to do. All channels of x meet the same piece of dy while it is in the processor's cache. With x's channels as images
 * of a batch instead, dy was read from memory again for each of them: 192 filters on 64 channels of 32×32 took 170 ms for
 * 70 (128 images, two cores).
 */
export function blockedKernelGradient(x: Value, dOutput: Value, window: Window, block: number): Value {
  const [batch] = mapShape(dOutput);
  // The operator takes whole blocks of images, or fewer than one.
  const whole = batch - (batch % block);
  if (whole === 0 || whole === batch) return gradientOfImages(x, dOutput, window, block);
  const ofPart = (start: number, end: number) => {
    const part = [{ axis: 0, start, end }];
    return gradientOfImages(slice(x, part), slice(dOutput, part), window, block);
  };
  return add(ofPart(0, whole), ofPart(whole, batch));
}

function gradientOfImages(x: Value, dOutput: Value, window: Window, block: number): Value {
  const [height, width] = window;
  const [batch, filters] = mapShape(dOutput);
  const reached = reachedBy(x, window, block);
  const plain = isBlocked(x, block) ? reorderOutput(reached, x.shape[1]!) : reached;
  const [, channels, rows, columns] = mapShape(plain);
  const tall = reshape(plain, [1, batch, channels * rows, columns]);

  const inGroup = imagesInGroup(dOutput, block);
  const groups = batch / inGroup;
  const kernel = imagesAsKernel(dOutput, inGroup, block);
  const alongColumns = { ...swappedAxis(width), input: columns };

  const byRow = Array.from({ length: height.size }, (_, row) => {
    const downChannels = fromRow(
      row * height.dilation,
      { ...swappedAxis(height), stride: rows },
      channels,
      rows,
    );
    const products = blockedConv(tall, kernel, undefined, [downChannels, alongColumns], groups);
    const inMemory = [groups, filters / block, downChannels.output, width.size * block];
    const gradient = sum(reshape(products, inMemory), [0]);
    const started = slice(gradient, [
      { axis: 1, start: downChannels.output - channels, end: downChannels.output },
    ]);
    return reshape(started, [filters / block, channels, 1, width.size, block]);
  });
  const gradient = concat(byRow, 2);
  if (!isBlocked(x, block)) return gradient;
  const inBlocks = [filters / block, channels / block, block, height.size, width.size, block];
  return transpose(reshape(gradient, inBlocks), [0, 1, 3, 4, 2, 5]);
}

/** The axis of a convolution in which stride and dilation take each other's place, as do kernel and output. */
const swappedAxis = ({ size, stride, dilation, input, output }: WindowAxis): WindowAxis => ({
  size: output,
  stride: dilation,
  dilation: stride,
  padBefore: 0,
  padAfter: 0,
  input,
  output: size,
});

/** Starts at a row of each channel: a convolution can begin before its input only, so one result more comes first. */
function fromRow(row: number, axis: WindowAxis, channels: number, rows: number): WindowAxis {
  const padBefore = row === 0 ? 0 : rows - row;
  return { ...axis, padBefore, input: channels * rows, output: row === 0 ? channels : channels + 1 };
}

/** Positions of dy, in four blocks of filters, that a core's cache keeps: 128 kB. */
const POSITIONS_IN_CACHE = 512;

/** A power of two that divides the batch; below a whole block, so that the runtime reads x without blocks. */
function imagesInGroup(dOutput: Value, block: number): number {
  const [batch, , height, width] = mapShape(dOutput);
  let images = 1;
  while (
    images * 2 < block &&
    batch % (images * 2) === 0 &&
    images * 2 * height * width <= POSITIONS_IN_CACHE
  ) {
    images *= 2;
  }
  return images;
}

/** dy as the kernel `[groups · F, images in a group, h, w]`, whose memory is [groups · F / B, images, h, w, B]. */
function imagesAsKernel(dOutput: Value, inGroup: number, block: number): Value {
  const [batch, filters, height, width] = mapShape(dOutput);
  const shape = [(batch / inGroup) * filters, inGroup, height, width];
  if (inGroup === 1 || filters === block) return reshape(dOutput, shape);
  const byImage = [batch / inGroup, inGroup, filters / block, height * width * block];
  return reshape(transpose(reshape(dOutput, byImage), [0, 2, 1, 3]), shape);
}
