/** The mean of each cluster, and how far images are from that of their own. */
export interface ClusterCenters {
  /** `[clusters, width]` */
  readonly centers: Float64Array;
  /** `[images]` */
  readonly distances: Float64Array;
}

/**
 * Centres of groups that were made without, such as by `cutTree`.
 *
 * @param features `[images, width]`
 * @param assignments `[images]`, the cluster of each, from 0; each has an image
 */
export function clusterCenters(
  features: Float32Array,
  assignments: ArrayLike<number>,
  { width }: { readonly width: number },
): ClusterCenters {
  const images = assignments.length;
  const sizes: number[] = [];
  for (let i = 0; i < images; i++) sizes[assignments[i]!] = (sizes[assignments[i]!] ?? 0) + 1;
  const centers = new Float64Array(sizes.length * width);
  for (let i = 0; i < images; i++) {
    const to = assignments[i]! * width;
    const share = 1 / sizes[assignments[i]!]!;
    for (let j = 0; j < width; j++) centers[to + j]! += share * features[i * width + j]!;
  }
  const distances = Float64Array.from({ length: images }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < width; j++) {
      sum += (features[i * width + j]! - centers[assignments[i]! * width + j]!) ** 2;
    }
    return Math.sqrt(sum);
  });
  return { centers, distances };
}
