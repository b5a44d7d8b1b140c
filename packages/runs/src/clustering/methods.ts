import {
  agglomerate,
  clusterCenters,
  cutTree,
  type KMeansProgress,
  kMeans,
  type Linkage,
} from "@imgcls/transfer";

export type ClusterMethod = "k-means" | Linkage;

interface GroupingJob {
  readonly width: number;
  readonly clusters: number;
  readonly method: ClusterMethod;
  readonly seed: number;
  onRound(progress: KMeansProgress): unknown;
  onDistances(share: number): unknown;
}

interface Grouped {
  readonly assignments: Int32Array;
  readonly distances: Float64Array;
}

/** By any method, with the largest cluster first: numbers of clusters mean nothing else. */
export async function grouped(features: Float32Array, job: GroupingJob): Promise<Grouped> {
  const { assignments, distances } = await found(features, job);
  const sizes = new Array<number>(job.clusters).fill(0);
  for (const cluster of assignments) sizes[cluster]!++;
  const order = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]!);
  const numbers = order.map((_, cluster) => order.indexOf(cluster));
  return { assignments: assignments.map((cluster) => numbers[cluster]!), distances };
}

async function found(features: Float32Array, job: GroupingJob): Promise<Grouped> {
  const { width, clusters, method, seed, onRound, onDistances } = job;
  if (method === "k-means") return kMeans(features, { width, clusters, seed, onProgress: onRound });
  const merges = await agglomerate(features, { width, linkage: method, onProgress: onDistances });
  const assignments = cutTree(merges, clusters);
  return { assignments, ...clusterCenters(features, assignments, { width }) };
}
