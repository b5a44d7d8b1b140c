import { notNegative, text } from "@imgcls/checks";
import * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../option-checks.js";
import { requireLayer } from "../transfer/freeze.js";
import { eigenvectors } from "./eigenvectors.js";

export interface WhiteningOptions {
  /** Added to the eigenvalues, so that directions without variance are not blown up. Default 5e-4. */
  readonly epsilon?: number;
}

type BatchShape = readonly [batch: number, height: number, width: number, channels: number];

/**
 * A kernel `[size, size, channels, 2 · size² · channels]` whose outputs are uncorrelated and of variance 1 over the
 * patches of these images: the eigenvectors of the patches' second moments, each divided by the root of its
 * eigenvalue, then all again with the other sign (Page, 2019; Jordan, 2024). Some 5,000 training images are enough.
 *
 * @param images as the network gets them, prepared, of `shape`
 */
export function whiteningKernel(
  images: Float32Array,
  shape: BatchShape,
  size: number,
  options: WhiteningOptions = {},
): Float32Array {
  checkOptions("whiteningKernel", options, { epsilon: notNegative });
  const { epsilon = 5e-4 } = options;
  const vectors = eigenvectors(patchMoments(images, shape, size)).map(({ value, vector }) =>
    vector.map((each) => each / Math.sqrt(value + epsilon)),
  );
  const taps = vectors.length;
  const kernel = new Float32Array(2 * taps * taps);
  for (const [filter, vector] of vectors.entries()) {
    for (const [tap, value] of vector.entries()) {
      kernel[tap * 2 * taps + filter] = value;
      kernel[tap * 2 * taps + taps + filter] = -value;
    }
  }
  return kernel;
}

/**
 * Gives the frozen first convolution of a model, "whiten" of airbench94, the whitening kernel of these images.
 *
 * @param images as the network gets them, prepared: `[batch, height, width, channels]` of `shape`
 */
export function whitenFirstLayer(
  model: tf.LayersModel,
  images: Float32Array,
  shape: BatchShape,
  options: WhiteningOptions & { readonly layer?: string } = {},
): void {
  checkOptions("whitenFirstLayer", options, { epsilon: notNegative, layer: text });
  const { layer = "whiten", ...ofKernel } = options;
  const [weight] = requireLayer(model, layer).weights;
  const [size = 0, , channels = 0, filters = 0] = (weight?.shape ?? []) as number[];
  if (weight === undefined || channels !== shape[3] || filters !== 2 * size * size * channels) {
    throw new Error(
      `[imgcls/architectures] layer "${layer}": expected a kernel [n, n, ${shape[3]}, 2·n·n·${shape[3]}] to whiten images of ${shape[3]} channels, found [${weight?.shape ?? ""}].`,
    );
  }
  const kernel = tf.tensor(whiteningKernel(images, shape, size, ofKernel), weight.shape as number[]);
  weight.write(kernel);
  kernel.dispose();
}

/** Means of the products of each two of a patch's numbers, in a kernel's order: row, column, channel. */
function patchMoments(
  images: Float32Array,
  [batch, height, width, channels]: BatchShape,
  size: number,
): number[][] {
  const taps = size * size * channels;
  const sums = Array.from({ length: taps }, () => new Array<number>(taps).fill(0));
  const patch = new Float64Array(taps);
  const row = size * channels;
  for (let image = 0; image < batch; image++) {
    for (let y = 0; y + size <= height; y++) {
      for (let x = 0; x + size <= width; x++) {
        for (let dy = 0; dy < size; dy++) {
          const start = ((image * height + y + dy) * width + x) * channels;
          patch.set(images.subarray(start, start + row), dy * row);
        }
        for (let i = 0; i < taps; i++) {
          const sum = sums[i]!;
          for (let j = 0; j <= i; j++) sum[j]! += patch[i]! * patch[j]!;
        }
      }
    }
  }
  const patches = batch * (height - size + 1) * (width - size + 1);
  return sums.map((_, i) => sums.map((__, j) => sums[Math.max(i, j)]![Math.min(i, j)]! / patches));
}
