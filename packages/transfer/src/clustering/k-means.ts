import { type Checks, count, func, integer, missingProblems, optionProblems } from "@imgcls/checks";
import { type Matrix, matrix } from "../algebra/matrix.js";
import { featuresAt, requireNone } from "../examples.js";
import { randomIndices, shuffle } from "../random.js";
import { clusteringProblems } from "./input.js";
import { spreadCenters } from "./k-means-start.js";
import { type Grouping, lloyd } from "./lloyd.js";
import { type Points, pointsOf } from "./points.js";

export interface KMeansOptions {
  /** Numbers of each image. */
  readonly width: number;
  readonly clusters: number;
  /** How often it begins with other centres; the result with the least inertia is kept. Default: 5. */
  readonly restarts?: number;
  /** Decides where it begins. Default: 0. */
  readonly seed?: number;
  /** Called after each round of a start; a promise is waited for, so that other work gets its turn, or the clustering ends. */
  readonly onProgress?: (progress: KMeansProgress) => unknown;
}

export interface KMeansProgress {
  /** From 1. */
  readonly start: number;
  readonly starts: number;
  /** From 1; how many there will be is not known before. */
  readonly round: number;
}

export interface KMeans {
  /** `[images]`, the cluster of each, from 0. */
  readonly assignments: Int32Array;
  /** `[images]`, the distance of each from the centre of its cluster. */
  readonly distances: Float64Array;
  /** `[clusters, width]` */
  readonly centers: Float64Array;
  /** The sum of the squared distances. */
  readonly inertia: number;
  /** Rounds of the start that was the best. */
  readonly iterations: number;
}

/** Starts are tried on so many images, chosen by chance; all of them go on from the best (Bradley and Fayyad 1998). */
const TRIED_IMAGES = 8192;
const TRIED_A_CLUSTER = 20;
const MOST_ITERATIONS = 300;
/** Of the mean variance of the features: centres that move less are where they belong, as in scikit-learn. */
const TOLERANCE = 1e-4;

const CHECKS: Checks<KMeansOptions> = {
  width: count,
  clusters: count,
  restarts: count,
  seed: integer,
  onProgress: func,
};

/**
 * Groups images by their features, such that each is near the mean of its group: k-means with k-means++ and Lloyd's rounds, as
 * scikit-learn's `KMeans(n_init=restarts)`. Of many images (more than 8,192, and 20 a cluster) the starts are tried on so many of
 * them, chosen by chance, and the best one is gone on from with all.
 *
 * @param features `[images, width]`
 * @throws TransferInputError with everything that is wrong: options, features that make no whole rows or are not finite, more
 *   clusters than images
 */
export async function kMeans(features: Float32Array, options: KMeansOptions): Promise<KMeans> {
  const problems = [
    ...missingProblems("kMeans", options, CHECKS, ["width", "clusters"]),
    ...optionProblems("kMeans", options, CHECKS),
  ];
  requireNone("kMeans", problems.length > 0 ? problems : clusteringProblems(features, options));
  const { width, clusters, restarts = 5, seed = 0, onProgress } = options;
  const points = pointsOf(features, width);
  const variance = points.squares.reduce((sum, square) => sum + square, 0) / features.length;
  const index = randomIndices(seed);
  const most = Math.max(TRIED_IMAGES, TRIED_A_CLUSTER * clusters);
  const tried = points.count > most ? sampleOf(points, most, index) : points;
  const starts = tried === points ? restarts : restarts + 1;
  const go = (from: Points, centers: Matrix, start: number) =>
    lloyd(from, centers, {
      iterations: MOST_ITERATIONS,
      tolerance: TOLERANCE * variance,
      onRound: (round) => onProgress?.({ start, starts, round }),
    });
  let best: Grouping | undefined;
  for (let start = 1; start <= restarts; start++) {
    const first = spreadCenters(tried, clusters, () => index(2 ** 32) / 2 ** 32);
    const grouping = await go(tried, first, start);
    if (best === undefined || grouping.inertia < best.inertia) best = grouping;
  }
  if (tried !== points) best = await go(points, seenFrom(points, tried, best!.centers), starts);
  const { assignments, distances, centers, inertia, iterations } = best!;
  return {
    assignments,
    distances,
    centers: centers.values.map((value, i) => value + points.mean[i % width]!),
    inertia,
    iterations,
  };
}

function sampleOf(
  { features, width, count }: Points,
  size: number,
  index: (limit: number) => number,
): Points {
  const all = Array.from({ length: count }, (_, row) => row);
  return pointsOf(featuresAt(features, width, shuffle(all, index).slice(0, size)), width);
}

/** Centres that are seen from the mean of some points, seen from that of others. */
const seenFrom = (points: Points, before: Points, { rows, columns, values }: Matrix): Matrix =>
  matrix(
    rows,
    columns,
    values.map((value, i) => value + before.mean[i % columns]! - points.mean[i % columns]!),
  );
