import { array, type Checks, count, integer, object, text, texts } from "@imgcls/checks";
import { principalComponents } from "../inside/principal-components.js";
import { clusteringScores } from "../metrics/clustering.js";
import { inputProblems, numbers, requireNone } from "../option-checks.js";
import type { Fact } from "./report-input.js";
import { spreadIndices } from "./spread-indices.js";

export interface ClusterReportInput {
  /** Heading of the page, for example "Clusters of folder:photos". */
  readonly title: string;
  /** How they were made, in a sentence or less. */
  readonly subtitle?: string;
  /** Default: none. */
  readonly facts?: readonly Fact[];
  /** `[images]`, the cluster of each, from 0. */
  readonly clusters: ArrayLike<number>;
  /** `[images]`, how far each is from the centre of its cluster. */
  readonly distances: ArrayLike<number>;
  /** `[images]`, class indices. Without them clusters are not judged. */
  readonly labels?: ArrayLike<number>;
  /** Needed with `labels`. */
  readonly classNames?: readonly string[];
  /** `[images, width]`, what the clusters were made from. Without them, points are not drawn. */
  readonly features?: Float32Array;
  /** Needed with `features`: numbers of each image. */
  readonly width?: number;
  /** Another plane to draw images in than that of the principal components of `features`. */
  readonly projection?: Projection;
}

/** Images in a plane where those that are alike are near each other, such as UMAP makes it. */
export interface Projection {
  /** What it is called, for people. */
  readonly method: string;
  /** `[points, 2]`, of the images of `shownPoints(images)`. */
  readonly coordinates: ArrayLike<number>;
}

export interface ReportedCluster {
  readonly size: number;
  /** The class that most of its images are of, and their share. */
  readonly commonest?: { readonly class: string; readonly share: number };
  /** The class that it stands for where clusters and classes are matched one to one. */
  readonly matched?: string;
  /** Up to 18 positions of images, the nearest to the centre first. */
  readonly nearest: readonly number[];
  /** Up to 6 others, the farthest from it first. */
  readonly farthest: readonly number[];
}

/** The numbers behind the page of clusters; plain data for JSON. */
export interface ClusterReportData {
  readonly title: string;
  readonly subtitle?: string;
  readonly facts: readonly Fact[];
  readonly images: number;
  readonly clusters: readonly ReportedCluster[];
  readonly scores?: {
    readonly accuracy: number;
    readonly purity: number;
    readonly normalizedMutualInformation: number;
    readonly adjustedRandIndex: number;
  };
  readonly points?: EmbeddedPoints;
}

/** Up to 1,500 images in a plane. */
export interface EmbeddedPoints {
  /** Positions of the images. */
  readonly indices: readonly number[];
  /** `[points, 2]` */
  readonly coordinates: readonly number[];
  /** Of principal components: of each direction, its share of the whole variance. */
  readonly explained?: readonly number[];
  /** Of another projection: its name. */
  readonly method?: string;
}

const NEAREST = 18;
const FARTHEST = 6;
const MOST_POINTS = 1500;

export const CLUSTER_CHECKS: Checks<ClusterReportInput> = {
  title: text,
  subtitle: text,
  facts: array,
  clusters: numbers,
  distances: numbers,
  labels: numbers,
  classNames: texts,
  features: numbers,
  width: count,
  projection: object,
};

/** @throws EvaluationInputError with everything that does not fit */
export function clusterReportData(input: ClusterReportInput): ClusterReportData {
  requireNone("Cannot report clusters", clusterProblems("clusterReportData", input, CLUSTER_CHECKS));
  const { title, subtitle, facts = [], labels, clusters } = input;
  const scores = labels && clusteringScores({ labels, clusters });
  return {
    title,
    ...(subtitle !== undefined && { subtitle }),
    facts,
    images: clusters.length,
    clusters: membersOf(clusters).map((members, cluster) => ({
      ...reported(members, input),
      ...(scores?.classOf.has(cluster) && { matched: input.classNames![scores.classOf.get(cluster)!]! }),
    })),
    ...(scores && {
      scores: {
        accuracy: scores.accuracy,
        purity: scores.purity,
        normalizedMutualInformation: scores.normalizedMutualInformation,
        adjustedRandIndex: scores.adjustedRandIndex,
      },
    }),
    ...(input.projection ? projected(input.projection, clusters.length) : pointsOf(input)),
  };
}

/** Positions of the images that `renderClusters` shows, ascending. */
export const imagesOfClusters = ({ clusters }: ClusterReportData): number[] =>
  clusters.flatMap(({ nearest, farthest }) => [...nearest, ...farthest]).sort((a, b) => a - b);

function membersOf(clusters: ArrayLike<number>): number[][] {
  const most = Array.from(clusters).reduce((a, b) => Math.max(a, b), 0);
  const members = Array.from({ length: most + 1 }, () => [] as number[]);
  for (let i = 0; i < clusters.length; i++) members[clusters[i]!]!.push(i);
  return members;
}

function reported(
  members: readonly number[],
  { distances, labels, classNames }: ClusterReportInput,
): ReportedCluster {
  const ordered = [...members].sort((a, b) => distances[a]! - distances[b]! || a - b);
  const nearest = ordered.slice(0, NEAREST);
  const farthest = ordered.slice(NEAREST).slice(-FARTHEST).reverse();
  return {
    size: members.length,
    ...(labels && members.length > 0 && { commonest: commonest(members, labels, classNames!) }),
    nearest,
    farthest,
  };
}

function commonest(members: readonly number[], labels: ArrayLike<number>, classNames: readonly string[]) {
  const counts = classNames.map(() => 0);
  for (const member of members) counts[labels[member]!]!++;
  const label = counts.indexOf(Math.max(...counts));
  return { class: classNames[label]!, share: counts[label]! / members.length };
}

/** Positions of the images that are drawn as points: spread over all of them. */
export const shownPoints = (images: number): number[] => spreadIndices(images, MOST_POINTS);

const projected = (
  { method, coordinates }: Projection,
  images: number,
): Pick<ClusterReportData, "points"> => ({
  points: { indices: shownPoints(images), coordinates: Array.from(coordinates), method },
});

function pointsOf({ features, width, clusters }: ClusterReportInput): Pick<ClusterReportData, "points"> {
  if (features === undefined || width! < 2 || clusters.length < 2) return {};
  const indices = shownPoints(clusters.length);
  const sample = new Float32Array(indices.length * width!);
  for (const [i, index] of indices.entries()) {
    sample.set(features.subarray(index * width!, (index + 1) * width!), i * width!);
  }
  const { coordinates, explained } = principalComponents(sample, { features: width! });
  return { points: { indices, coordinates: [...coordinates], explained: [...explained] } };
}

export const clusterProblems = <Input extends ClusterReportInput>(
  owner: string,
  input: Input,
  checks: Checks<Input>,
): string[] =>
  inputProblems(owner, input, checks, ["title", "clusters", "distances"], () => contentProblems(input));

function contentProblems(input: ClusterReportInput): string[] {
  const { clusters, distances, labels, classNames, features, width, projection } = input;
  const images = clusters.length;
  if (images === 0) return ["clusters is empty, expected at least one image"];
  const problems = [
    ...indexProblems("clusters", clusters, images),
    ...(distances.length === images ? [] : [lengthProblem("distances", distances, images)]),
  ];
  if (labels !== undefined) {
    if (classNames === undefined) problems.push("expected classNames with labels");
    else if (labels.length !== images) problems.push(lengthProblem("labels", labels, images));
    else problems.push(...indexProblems("labels", labels, classNames.length));
  }
  if (features !== undefined) {
    if (width === undefined) problems.push("expected width, the numbers of each image, with features");
    else if (features.length !== images * width)
      problems.push(lengthProblem("features", features, images * width));
  }
  if (projection !== undefined) {
    const points = 2 * shownPoints(images).length;
    if (projection.coordinates?.length !== points) {
      problems.push(`expected projection.coordinates to have ${points} numbers, two a shown point`);
    }
  }
  return problems;
}

const lengthProblem = (name: string, { length }: ArrayLike<number>, expected: number): string =>
  `${name} has ${length} values, expected ${expected}`;

function indexProblems(name: string, values: ArrayLike<number>, count: number): string[] {
  const wrong = Array.from(values).findIndex(
    (value) => !integer.accepts(value) || value < 0 || value >= count,
  );
  return wrong < 0
    ? []
    : [`expected ${name} from 0 to ${count - 1}, received ${values[wrong]} for image ${wrong}`];
}
