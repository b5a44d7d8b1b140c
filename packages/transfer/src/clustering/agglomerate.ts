import { type Checks, count, func, missingProblems, oneOf, optionProblems } from "@imgcls/checks";
import { requireNone } from "../examples.js";
import { clusteringProblems } from "./input.js";
import { neighbourChain } from "./neighbour-chain.js";
import { pairDistances } from "./pair-distances.js";
import { pointsOf } from "./points.js";

/** "ward": the two whose union adds the least to the squared distances from the means; "average": whose images are nearest on average. */
export type Linkage = "ward" | "average";

export interface AgglomerateOptions {
  /** Numbers of each image. */
  readonly width: number;
  /** Which two groups become one. Default: "ward". */
  readonly linkage?: Linkage;
  /** Called as the distances of images come, 0..1; a promise is waited for. */
  readonly onProgress?: (share: number) => unknown;
}

/** Two groups that became one. An image is a group by itself, of its index; the n-th merge makes the group images + n. */
export interface Merge {
  readonly first: number;
  readonly second: number;
  /** How far they were from each other, ascending from merge to merge. */
  readonly height: number;
  /** Images of both. */
  readonly size: number;
}

const CHECKS: Checks<AgglomerateOptions> = {
  width: count,
  linkage: oneOf("ward", "average"),
  onProgress: func,
};

/** The distances of more would take over a gigabyte. */
export const MOST_IMAGES = 16_384;

/**
 * Makes one group of all images, two groups at a time, the nearest first: as scikit-learn's `AgglomerativeClustering`, and the rows
 * of SciPy's `linkage`. `cutTree` gives as many groups as are wanted.
 *
 * @param features `[images, width]`, of at most 16,384 images: all distances are in memory, 4 · images² bytes
 * @returns images − 1 merges
 * @throws TransferInputError with everything that is wrong: options, features that make no whole rows or are not finite, too many
 */
export async function agglomerate(features: Float32Array, options: AgglomerateOptions): Promise<Merge[]> {
  const wrong = [
    ...missingProblems("agglomerate", options, CHECKS, ["width"]),
    ...optionProblems("agglomerate", options, CHECKS),
  ];
  const problems = wrong.length > 0 ? wrong : clusteringProblems(features, options);
  const { width, linkage = "ward", onProgress } = options;
  const images = features.length / width;
  if (problems.length === 0 && images > MOST_IMAGES) {
    problems.push(
      `expected at most ${MOST_IMAGES} images, whose distances fit into memory, received ${images}. Take fewer, or use kMeans`,
    );
  }
  requireNone("agglomerate", problems);
  const squares = await pairDistances(pointsOf(features, width), (share) => onProgress?.(share));
  return neighbourChain(squares, images, linkage);
}

/**
 * The groups that were there when so many were left.
 *
 * @param merges what `agglomerate` gave
 * @returns `[images]`, the cluster of each, from 0 in the order in which the images come
 * @throws TransferInputError for a number of clusters that there never was
 */
export function cutTree(merges: readonly Merge[], clusters: number): Int32Array {
  const images = merges.length + 1;
  if (!Number.isInteger(clusters) || clusters < 1 || clusters > images) {
    requireNone("cutTree", [`expected 1 to ${images} clusters of ${images} images, received ${clusters}`]);
  }
  const made = merges.slice(0, images - clusters);
  const unionOf = new Int32Array(images + made.length).fill(-1);
  for (const [n, { first, second }] of made.entries()) {
    unionOf[first] = images + n;
    unionOf[second] = images + n;
  }
  const numbers = new Map<number, number>();
  return Int32Array.from({ length: images }, (_, image) => {
    let group = image;
    while (unionOf[group] !== -1) group = unionOf[group]!;
    if (!numbers.has(group)) numbers.set(group, numbers.size);
    return numbers.get(group)!;
  });
}
