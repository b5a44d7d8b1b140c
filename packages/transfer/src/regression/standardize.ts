import { type Matrix, matrix } from "../algebra/matrix.js";

/** Features with mean 0 and variance 1 over the images, and what made them so. */
export interface Standardized {
  /** [images, width] */
  readonly features: Matrix;
  readonly mean: Float64Array;
  /** The standard deviation; 1 for a feature that is the same in all images, as scikit-learn's StandardScaler has it. */
  readonly scale: Float64Array;
}

/**
 * @param features [images, width]
 * @param share how far each feature is brought to variance 1: with s the scale is deviation^s · (that of all features)^(1 − s)
 */
export function standardize(features: Float32Array, images: number, share: number): Standardized {
  const width = features.length / images;
  const mean = new Float64Array(width);
  const scale = new Float64Array(width);
  for (let i = 0, at = 0; i < images; i++) {
    for (let j = 0; j < width; j++, at++) mean[j]! += features[at]!;
  }
  for (let j = 0; j < width; j++) mean[j]! /= images;
  const values = new Float64Array(features.length);
  for (let i = 0, at = 0; i < images; i++) {
    for (let j = 0; j < width; j++, at++) {
      values[at] = features[at]! - mean[j]!;
      scale[j]! += values[at]! ** 2;
    }
  }
  for (let j = 0; j < width; j++) scale[j] = deviation(scale[j]! / images, mean[j]!, images);
  const common = Math.sqrt(scale.reduce((sum, value) => sum + value * value, 0) / width);
  if (share < 1) for (let j = 0; j < width; j++) scale[j] = scale[j]! ** share * common ** (1 - share);
  for (let i = 0, at = 0; i < images; i++) {
    for (let j = 0; j < width; j++, at++) values[at]! /= scale[j]!;
  }
  return { features: matrix(images, width, values), mean, scale };
}

/** A variance that rounding alone can make counts as none. */
function deviation(variance: number, mean: number, images: number): number {
  const rounding = images * Number.EPSILON;
  return variance <= rounding * variance + (rounding * mean) ** 2 ? 1 : Math.sqrt(variance);
}
