import { firstNotFinite } from "../examples.js";

/** What is wrong with features to be grouped. */
export function clusteringProblems(
  features: Float32Array,
  { width, clusters }: { readonly width: number; readonly clusters?: number },
): string[] {
  if (!(features instanceof Float32Array)) {
    return ["expected features as a Float32Array, received something else"];
  }
  const images = features.length / width;
  if (!Number.isInteger(images) || images === 0) {
    return [`expected whole rows of ${width} numbers, received ${features.length} numbers`];
  }
  const problems = firstNotFinite(features, width);
  if (clusters !== undefined && clusters > images) {
    problems.push(`expected at most ${images} clusters of ${images} images, received ${clusters}`);
  }
  return problems;
}
