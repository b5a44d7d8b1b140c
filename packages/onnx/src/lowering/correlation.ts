import type { Value } from "../graph/graph.js";
import { add } from "../graph/ops/elementwise.js";
import { concat, reshape, slice, transpose } from "../graph/ops/movement.js";
import { blockedConv, reorderOutput } from "../graph/ops/nchwc.js";
import { sum } from "../graph/ops/reduce.js";
import type { Window, WindowAxis } from "../graph/shapes.js";
import { isBlocked, mapShape } from "./blocked-maps.js";
import { pointAxis, reachedBy, swappedAxis } from "./blocked-window.js";

/**
 * How maps go together with maps that a window moves along them, over all images and positions:
 *
 *     r[k, m, i, j] = Σ_n,y,x still[n, k, y, x] · moved[n, m, y·s + i·d − p, x·s + j·d − p]
 *
 * as `[K / B, M, i, j, B of K]`. That is a convolution whose kernel is `still`, as it lies in memory, and whose image is
 * `moved` with its channels one after the other: a stride of a channel's size goes from channel to channel. Images take
 * the place of the convolution's channels, in groups, and the sum over the groups is left to do. So all of `moved` meets
 * a piece of `still` while that is in the processor's cache. With the channels of `moved` as images of a batch, `still` was
 * read from memory again for each of them: 192 against 64 channels of 32×32, 128 images, took 170 ms for 70 on two cores.
 */
export function correlation(still: Value, moved: Value, window: Window, block: number): Value {
  const reached = reachedBy(moved, window, block);
  const plain = isBlocked(moved, block) ? reorderOutput(reached, moved.shape[1]!) : reached;
  const [batch] = mapShape(still);
  const correlate = (still: Value, moved: Value): Value =>
    window.every(isPoint) ? atPoint(still, moved, block) : atEveryTap(still, moved, window, block);
  // The operator takes whole blocks of images, or fewer than one.
  const whole = batch - (batch % block);
  if (whole === 0 || whole === batch) return correlate(still, plain);
  const ofImages = (start: number, end: number) => {
    const images = [{ axis: 0, start, end }];
    return correlate(slice(still, images), slice(plain, images));
  };
  return add(ofImages(0, whole), ofImages(whole, batch));
}

const isPoint = ({ size, stride }: WindowAxis): boolean => size === 1 && stride === 1;

/** All channels in one row: their results lie beside each other, and the runtime computes six at a time. */
function atPoint(still: Value, moved: Value, block: number): Value {
  const [batch, channels, height, width] = mapShape(moved);
  const size = height * width;
  const row = reshape(moved, [1, batch, 1, channels * size]);
  const overChannels = { ...pointAxis(channels * size), size, stride: size, output: channels };
  const [, standing] = mapShape(still);
  const kernel = imagesAsKernel(reshape(still, [batch, standing, 1, size]), block);
  const sums = sumOverGroups(row, kernel, [pointAxis(1), overChannels], block);
  return reshape(sums, [standing / block, channels, 1, 1, block]);
}

/**
 * Channels below each other, and a convolution for each row of the window. A convolution can begin before its image but
 * not behind its first row: there the first result is of no channel.
 */
function atEveryTap(still: Value, moved: Value, [height, width]: Window, block: number): Value {
  const [batch, channels, rows, columns] = mapShape(moved);
  const tall = reshape(moved, [1, batch, channels * rows, columns]);
  const kernel = imagesAsKernel(still, block);
  const alongColumns = { ...swappedAxis(width), padBefore: 0, input: columns };
  const ofRows = Array.from({ length: height.size }, (_, i) => {
    const first = i * height.dilation;
    const padBefore = first === 0 ? 0 : rows - first;
    const output = first === 0 ? channels : channels + 1;
    const down = { ...swappedAxis(height), stride: rows, padBefore, input: channels * rows, output };
    const sums = sumOverGroups(tall, kernel, [down, alongColumns], block);
    const ofChannels = slice(sums, [{ axis: 1, start: output - channels, end: output }]);
    return reshape(ofChannels, [still.shape[1]! / block, channels, 1, width.size, block]);
  });
  return concat(ofRows, 2);
}

/** `[K / B, h, w · B]`: the results `[h, w]` of the convolution of an image with a kernel, summed over its groups. */
function sumOverGroups(image: Value, kernel: Value, window: Window, block: number): Value {
  const groups = image.shape[1]! / kernel.shape[1]!;
  const results = blockedConv(image, kernel, undefined, window, groups);
  const [height, width] = window;
  const blocks = kernel.shape[0]! / groups / block;
  return sum(reshape(results, [groups, blocks, height.output, width.output * block]), [0]);
}

/** Positions of maps, in four blocks of channels, that a core's cache keeps beside the image: 128 kB. */
const POSITIONS_IN_CACHE = 512;

/** A power of two that divides the batch; below a whole block, so that the runtime reads an image without blocks. */
function imagesInGroup(maps: Value, block: number): number {
  const [batch, , height, width] = mapShape(maps);
  const mostImages = Math.min(block / 2, POSITIONS_IN_CACHE / (height * width));
  let images = 1;
  while (images * 2 <= mostImages && batch % (images * 2) === 0) images *= 2;
  return images;
}

/** Maps as the kernel `[groups · K, images in a group, h, w]`, whose memory is [groups · K / B, images, h, w, B]. */
function imagesAsKernel(maps: Value, block: number): Value {
  const [batch, channels, height, width] = mapShape(maps);
  const inGroup = imagesInGroup(maps, block);
  const shape = [(batch / inGroup) * channels, inGroup, height, width];
  if (inGroup === 1 || channels === block) return reshape(maps, shape);
  const byImage = [batch / inGroup, inGroup, channels / block, height * width * block];
  return reshape(transpose(reshape(maps, byImage), [0, 2, 1, 3]), shape);
}
