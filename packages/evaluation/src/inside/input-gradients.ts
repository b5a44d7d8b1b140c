/** Which pixels a class score depends on, by its gradient there. */
import { type Checks, count, finite, notNegative, optionProblems } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { randomIndices } from "../statistics/random.js";
import { type MapsShape, mapOf, requireMaps, type ValueMap } from "./value-map.js";

/** Gradients of the class score by the pixels of `count` images, which are given one after the other; of the same size. */
export type GradientsOf = (images: Float32Array, count: number) => Promise<Float32Array>;

/**
 * Saliency (Simonyan et al., 2014, arXiv:1312.6034): the greatest absolute gradient of the channels of each pixel.
 *
 * @param gradient `[height, width, channels]`
 */
export function saliency(gradient: Float32Array, shape: MapsShape): ValueMap {
  requireMaps("saliency", shape, { gradient });
  return mapOf(shape, (offset) => {
    let greatest = 0;
    for (let k = 0; k < shape[2]; k++) greatest = Math.max(greatest, Math.abs(gradient[offset + k]!));
    return greatest;
  });
}

/** How much each pixel adds to the score, whether for the class or against it: the absolute sum of its channels. */
export function attributionMap(attribution: Float32Array, shape: MapsShape): ValueMap {
  requireMaps("attributionMap", shape, { attribution });
  return mapOf(shape, (offset) => {
    let sum = 0;
    for (let k = 0; k < shape[2]; k++) sum += attribution[offset + k]!;
    return Math.abs(sum);
  });
}

export interface SmoothGradOptions {
  /** Noisy copies of the image. Default 25. */
  readonly samples?: number;
  /** Standard deviation of the noise, as a share of the image's range from its darkest to its lightest pixel. Default 0.15. */
  readonly noise?: number;
  /** Of the noise. Default 0. */
  readonly seed?: number;
}

const SMOOTH: Checks<SmoothGradOptions> = { samples: count, noise: notNegative, seed: finite };

/**
 * SmoothGrad (Smilkov et al., 2017, arXiv:1706.03825): the mean of the gradients at copies of the image with normal noise;
 * `saliency` makes a map of it.
 *
 * @param image `[height, width, channels]`
 */
export async function smoothGrad(
  gradientsOf: GradientsOf,
  image: ArrayLike<number>,
  options: SmoothGradOptions = {},
): Promise<Float32Array> {
  requireNone("smoothGrad", optionProblems("smoothGrad", options, SMOOTH));
  const { samples = 25, noise = 0.15, seed = 0 } = options;
  const normal = normalNumbers(seed);
  const deviation = noise * rangeOf(image);
  const copies = Float32Array.from(
    { length: samples * image.length },
    (_, i) => image[i % image.length]! + deviation * normal(),
  );
  return meanOfEqualParts(await gradientsOf(copies, samples), samples);
}

export interface IntegratedGradientsOptions {
  /** Points on the way from the baseline to the image. Default 50. */
  readonly steps?: number;
  /** What stands for "nothing there", as large as the image. Default: all zeros, black. */
  readonly baseline?: ArrayLike<number>;
}

const INTEGRATED: Checks<IntegratedGradientsOptions> = {
  steps: count,
  baseline: {
    expected: "an array of numbers",
    accepts: (value) => typeof value === "object" && value !== null && "length" in value,
  },
};

/**
 * Integrated gradients (Sundararajan et al., 2017, arXiv:1703.01365): `(x − x′) · ∫ ∂F/∂x` along the straight way from the
 * baseline x′ to the image x, by the midpoints of equal steps. Their sum tends to `F(x) − F(x′)` with more steps;
 * `attributionMap` makes a map of them.
 *
 * @param image `[height, width, channels]`
 * @throws EvaluationInputError for a baseline of another size
 */
export async function integratedGradients(
  gradientsOf: GradientsOf,
  image: ArrayLike<number>,
  options: IntegratedGradientsOptions = {},
): Promise<Float32Array> {
  const { steps = 50, baseline = new Float32Array(image.length) } = options;
  requireNone("integratedGradients", [
    ...optionProblems("integratedGradients", options, INTEGRATED),
    ...(baseline.length === image.length
      ? []
      : [`expected a baseline of ${image.length} numbers, as the image has, received ${baseline.length}`]),
  ]);
  const size = image.length;
  const way = Float32Array.from({ length: steps * size }, (_, i) => {
    const share = (Math.floor(i / size) + 0.5) / steps;
    const from = baseline[i % size]!;
    return from + share * (image[i % size]! - from);
  });
  const mean = meanOfEqualParts(await gradientsOf(way, steps), steps);
  return mean.map((gradient, i) => gradient * (image[i]! - baseline[i]!));
}

function meanOfEqualParts(values: Float32Array, parts: number): Float32Array {
  const size = values.length / parts;
  const sums = new Float64Array(size);
  for (let i = 0; i < values.length; i++) sums[i % size]! += values[i]!;
  return Float32Array.from(sums, (sum) => sum / parts);
}

function rangeOf(values: ArrayLike<number>): number {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
  }
  return greatest - least;
}

/** Box and Muller's. */
function normalNumbers(seed: number): () => number {
  const below = randomIndices(seed);
  const uniform = () => (below(2 ** 32) + 0.5) / 2 ** 32;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
