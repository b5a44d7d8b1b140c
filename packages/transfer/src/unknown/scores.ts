/** How much an image looks like none of the classes; the greater, the more. No score needs images of other things. */
import { matrix, transposed } from "../algebra/matrix.js";
import { multiply } from "../algebra/multiply.js";

/**
 * −ln Σ exp(logit): Liu et al. 2020, "Energy-based out-of-distribution detection". Low where some logit is great.
 *
 * @param logits [images, classes]
 */
export function energy(logits: Float32Array | Float64Array, classes: number): Float64Array {
  return eachRow(logits, classes, (row) => {
    const greatest = row.reduce((a, b) => Math.max(a, b));
    return -greatest - Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - greatest), 0));
  });
}

/**
 * 1 − the greatest probability: Hendrycks and Gimpel 2017.
 *
 * @param logits [images, classes]
 */
export function uncertainty(logits: Float32Array | Float64Array, classes: number): Float64Array {
  return eachRow(logits, classes, (row) => {
    const greatest = row.reduce((a, b) => Math.max(a, b));
    return 1 - 1 / row.reduce((sum, logit) => sum + Math.exp(logit - greatest), 0);
  });
}

/**
 * 1 − the cosine between an image's features and those of the known image that is nearest by it. 1 for features that are all 0.
 *
 * @param features [images, width]
 * @param known [knownImages, width], the images that were trained on
 */
export function neighbourDistance(features: Float32Array, known: Float32Array, width: number): Float64Array {
  const directions = matrix(known.length / width, width, unitRows(known, width));
  const own = matrix(features.length / width, width, unitRows(features, width));
  const cosines = multiply(own, transposed(directions));
  return eachRow(cosines.values, directions.rows, (row) => 1 - row.reduce((a, b) => Math.max(a, b)));
}

export function unitRows(features: Float32Array, width: number): Float64Array {
  const units = Float64Array.from(features);
  for (let start = 0; start < units.length; start += width) {
    const row = units.subarray(start, start + width);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let j = 0; j < width; j++) row[j]! /= length;
  }
  return units;
}

function eachRow(
  values: Float32Array | Float64Array,
  width: number,
  score: (row: Float64Array) => number,
): Float64Array {
  const scores = new Float64Array(values.length / width);
  for (let i = 0; i < scores.length; i++) {
    scores[i] = score(Float64Array.from(values.subarray(i * width, (i + 1) * width)));
  }
  return scores;
}
