import type { LinearHead } from "./logistic-regression.js";

/**
 * `features · kernel + bias`.
 *
 * @param features [images, width]
 * @returns [images, classes]
 */
export function linearLogits(features: Float32Array, { kernel, bias }: LinearHead): Float32Array {
  const classes = bias.length;
  const width = kernel.length / classes;
  const images = features.length / width;
  const logits = new Float32Array(images * classes);
  const row = new Float64Array(classes);
  for (let i = 0; i < images; i++) {
    row.set(bias);
    for (let j = 0, at = 0; j < width; j++) {
      const feature = features[i * width + j]!;
      for (let c = 0; c < classes; c++, at++) row[c]! += feature * kernel[at]!;
    }
    logits.set(row, i * classes);
  }
  return logits;
}
