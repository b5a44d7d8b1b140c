import type { Value } from "../graph/graph.js";
import { gemm, matMul } from "../graph/ops/linear.js";
import { concat, reshape, slice, transpose } from "../graph/ops/movement.js";
import { blockedMaxPool, reorderOutput, reorderOutputLast } from "../graph/ops/nchwc.js";
import { sum } from "../graph/ops/reduce.js";
import { sizeOf, type Window } from "../graph/shapes.js";
import { transposeBlocks } from "./blocked-kernel.js";
import { mapShape } from "./blocked-maps.js";
import { fitted, reachedBy } from "./blocked-window.js";
import { axisTap, windowTaps } from "./portable-window.js";

/*
 * dL/dkernel as products of matrices over all images and positions, with one product for each tap (i, j):
 *
 *     dW[f, c, i, j] = Σ_n,y,x dy[n, f, y, x] · x[n, c, y·s + i·d − p, x·s + j·d − p]
 *
 * The convolution of blocked-kernel-gradient.ts has one result a tap, channel and filter for every eight images. That
 * is too little work for what it writes where the kernel is a point (products are three to six times as fast) or the maps
 * are small (1.5 to 2.5 times at 4×4 and below); at 6×6 and above it is the faster one. Measured on two cores.
 */

const POSITIONS_OF_SMALL_MAPS = 16;

export const isProduct = (window: Window): boolean =>
  isPoint(window) || sizeOf(window.map(({ output }) => output)) <= POSITIONS_OF_SMALL_MAPS;

/** dL/dkernel from blocked maps and dL/dy, in the shape of the kernel's memory. */
export const productKernelGradient = (maps: Value, dOutput: Value, window: Window, block: number): Value =>
  isPoint(window) ? pointGradient(maps, dOutput, window, block) : gradientByTap(maps, dOutput, window, block);

/** A window of one position without padding. */
const isPoint = (window: Window): boolean =>
  window.every(({ size, padBefore, padAfter }) => size === 1 && padBefore <= 0 && padAfter <= 0);

/** The side of more channels gives the rows, since the runtime packs the columns. */
function pointGradient(maps: Value, dOutput: Value, window: Window, block: number): Value {
  const fit = fitted(maps, window, block);
  const isStrided = window.some(({ stride }) => stride !== 1);
  const x = isStrided ? blockedMaxPool(fit.maps, fit.window) : fit.maps;
  const [channels, filters] = [x.shape[1]!, dOutput.shape[1]!];
  const ofFilters = [filters / block, block];
  const ofChannels = [channels / block, block];
  const gradient =
    channels >= filters
      ? transpose(reshape(product(x, dOutput), [...ofChannels, ...ofFilters]), [2, 0, 1, 3])
      : transposeBlocks(transpose(reshape(product(dOutput, x), [...ofFilters, ...ofChannels]), [0, 2, 1, 3]));
  return reshape(gradient, [filters / block, channels / block, 1, 1, block, block]);
}

/**
 * Maps of so many positions are multiplied image by image, which saves turning them around; smaller ones make too
 * small a matrix, and all images make one.
 */
const POSITIONS_OF_A_PRODUCT = 512;

/** `Σ_n,p a[n, i, p] · b[n, j, p]`: `[channels of a, channels of b]`. */
function product(a: Value, b: Value): Value {
  const [batch, rows, height, width] = mapShape(a);
  const columns = b.shape[1]!;
  const positions = height * width;
  const channelsLast = reorderOutputLast(b, columns);
  if (positions < POSITIONS_OF_A_PRODUCT) {
    return gemm(channelsFirst(a), reshape(channelsLast, [batch * positions, columns]));
  }
  const left = reshape(reorderOutput(a, rows), [batch, rows, positions]);
  return sum(matMul(left, reshape(channelsLast, [batch, positions, columns])), [0]);
}

/** `[channels, images · positions]` */
function channelsFirst(maps: Value): Value {
  const [batch, channels, height, width] = mapShape(maps);
  return reshape(transpose(reorderOutput(maps, channels), [1, 0, 2, 3]), [channels, batch * height * width]);
}

function gradientByTap(maps: Value, dOutput: Value, window: Window, block: number): Value {
  const [height, width] = window;
  const [batch, filters] = mapShape(dOutput);
  const channels = maps.shape[1]!;
  const rows = channelsFirst(dOutput);
  const positions = reorderOutputLast(reachedBy(maps, window, block), channels);
  const products = windowTaps(window).map(([row, column]) => {
    const elements = slice(positions, [axisTap(1, row, height), axisTap(2, column, width)]);
    return gemm(rows, reshape(elements, [batch * height.output * width.output, channels]));
  });
  const byTap = [height.size, width.size, filters / block, block, channels / block, block];
  return transposeBlocks(transpose(reshape(concat(products, 0), byTap), [2, 4, 0, 1, 3, 5]));
}
