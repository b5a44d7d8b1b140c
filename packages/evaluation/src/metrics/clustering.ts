import { type Checks, integer } from "@imgcls/checks";
import { inputProblems, numbers, requireNone } from "../option-checks.js";
import { bestAssignment } from "./assignment.js";

/** The same images in two ways: by class, and in groups that know nothing of classes. */
export interface ClusteringInput {
  /** `[images]`, the class of each, a whole number. */
  readonly labels: ArrayLike<number>;
  /** `[images]`, the cluster of each, a whole number. */
  readonly clusters: ArrayLike<number>;
}

/** Each cluster with the class that it is taken for. */
export interface MatchedClusters {
  /** Clusters to classes, one to one, such that most images are right; what is left over of either is not here. */
  readonly classOf: ReadonlyMap<number, number>;
  /** The share of images whose cluster is their class's. */
  readonly accuracy: number;
}

/** How far clusters are classes; all are 1 where they are the same. */
export interface ClusteringScores extends MatchedClusters {
  readonly purity: number;
  readonly normalizedMutualInformation: number;
  readonly adjustedRandIndex: number;
}

/** How many images of each class are in each cluster. */
interface Contingency {
  readonly classes: readonly number[];
  readonly clusters: readonly number[];
  /** `[clusters][classes]` */
  readonly counts: readonly (readonly number[])[];
  readonly ofClass: readonly number[];
  readonly ofCluster: readonly number[];
  readonly images: number;
}

const CHECKS: Checks<ClusteringInput> = { labels: numbers, clusters: numbers };

/**
 * The share of images that are of the most common class of their cluster. It cannot fall as there are more clusters: compare it only
 * for as many.
 *
 * @throws EvaluationInputError, as the others: no image, lengths that differ, what is no whole number
 */
export const purity = (input: ClusteringInput): number => purityOf(contingency("purity", input));

/**
 * How much clusters tell about classes and classes about clusters, 0 to 1: their mutual information over the mean of both entropies, as
 * scikit-learn's `normalized_mutual_info_score`.
 */
export const normalizedMutualInformation = (input: ClusteringInput): number =>
  normalizedMutualInformationOf(contingency("normalizedMutualInformation", input));

/**
 * Pairs of images that are together, or apart, in both: 1 at best, 0 in the mean for clusters by chance, less for worse (Hubert and
 * Arabie 1985), as scikit-learn's `adjusted_rand_score`.
 */
export const adjustedRandIndex = (input: ClusteringInput): number =>
  adjustedRandIndexOf(contingency("adjustedRandIndex", input));

/** Which cluster stands for which class, and how right that is (Hungarian method). */
export const matchClusters = (input: ClusteringInput): MatchedClusters =>
  matchedOf(contingency("matchClusters", input));

/** All of the above. */
export function clusteringScores(input: ClusteringInput): ClusteringScores {
  const counted = contingency("clusteringScores", input);
  return {
    ...matchedOf(counted),
    purity: purityOf(counted),
    normalizedMutualInformation: normalizedMutualInformationOf(counted),
    adjustedRandIndex: adjustedRandIndexOf(counted),
  };
}

const purityOf = ({ counts, images }: Contingency): number =>
  sumOf(counts.map((row) => Math.max(...row))) / images;

function normalizedMutualInformationOf(contingency: Contingency): number {
  const { counts, ofClass, ofCluster, images } = contingency;
  // One group against one group is the same grouping; one against many says nothing.
  if (ofClass.length === 1 && ofCluster.length === 1) return 1;
  if (ofClass.length === 1 || ofCluster.length === 1) return 0;
  const terms = counts.flatMap((row, cluster) =>
    row.map((count, label) =>
      count === 0
        ? 0
        : (count / images) * Math.log((count * images) / (ofClass[label]! * ofCluster[cluster]!)),
    ),
  );
  const information = Math.max(0, sumOf(terms));
  return information / ((entropyOf(ofClass, images) + entropyOf(ofCluster, images)) / 2);
}

const entropyOf = (counts: readonly number[], all: number): number =>
  -sumOf(counts.map((count) => (count / all) * Math.log(count / all)));

function adjustedRandIndexOf({ counts, ofClass, ofCluster, images }: Contingency): number {
  const squares = (values: readonly number[]) => sumOf(values.map((value) => value * value));
  const both = squares(counts.flat());
  // Ordered pairs of images: together in both, in the clusters alone, in the classes alone, in neither.
  const together = both - images;
  const inClusters = squares(ofCluster) - both;
  const inClasses = squares(ofClass) - both;
  const apart = images ** 2 - inClusters - inClasses - both;
  if (inClusters === 0 && inClasses === 0) return 1;
  return (
    (2 * (together * apart - inClusters * inClasses)) /
    ((together + inClusters) * (inClusters + apart) + (together + inClasses) * (inClasses + apart))
  );
}

function matchedOf({ counts, clusters, classes, images }: Contingency): MatchedClusters {
  const columns = bestAssignment(counts);
  const matched = clusters.flatMap((cluster, row) =>
    columns[row] === -1 ? [] : [[cluster, classes[columns[row]!]!] as const],
  );
  const right = sumOf(counts.map((row, i) => row[columns[i]!] ?? 0));
  return { classOf: new Map(matched), accuracy: right / images };
}

function contingency(owner: string, input: ClusteringInput): Contingency {
  const required = ["labels", "clusters"] as const;
  requireNone(
    `Cannot compute ${owner}`,
    inputProblems(owner, input, CHECKS, required, () => contentProblems(input)),
  );
  const { labels, clusters } = input;
  const classNumbers = different(labels);
  const clusterNumbers = different(clusters);
  const column = new Map(classNumbers.map((label, i) => [label, i]));
  const row = new Map(clusterNumbers.map((cluster, i) => [cluster, i]));
  const counts = clusterNumbers.map(() => classNumbers.map(() => 0));
  for (let i = 0; i < labels.length; i++) counts[row.get(clusters[i]!)!]![column.get(labels[i]!)!]!++;
  return {
    classes: classNumbers,
    clusters: clusterNumbers,
    counts,
    ofClass: classNumbers.map((_, j) => sumOf(counts.map((ofRow) => ofRow[j]!))),
    ofCluster: counts.map(sumOf),
    images: labels.length,
  };
}

function contentProblems({ labels, clusters }: ClusteringInput): string[] {
  if (labels.length === 0) return ["labels is empty, expected at least one image"];
  if (labels.length !== clusters.length) {
    return [`clusters has ${clusters.length} values, expected ${labels.length}, one a label`];
  }
  return Object.entries({ labels, clusters }).flatMap(([name, values]) => {
    const wrong = Array.from(values).findIndex((value) => !integer.accepts(value));
    return wrong < 0
      ? []
      : [`expected whole numbers in ${name}, received ${values[wrong]} for image ${wrong}`];
  });
}

const different = (values: ArrayLike<number>): number[] =>
  [...new Set(Array.from(values))].sort((a, b) => a - b);

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
