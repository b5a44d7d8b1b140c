import type { Preprocessing } from "./training-recipe.js";

/**
 * An architecture's preprocessing for images with another number of channels than those it was made for: when
 * the channels' means and deviations do not fit, every channel gets their average.
 */
export function preprocessingFor(preprocessing: Preprocessing, channels: number): Preprocessing {
  const { scale, mean, std } = preprocessing;
  return {
    scale,
    ...(mean === undefined ? {} : { mean: spread(mean, channels) }),
    ...(std === undefined ? {} : { std: spread(std, channels) }),
  };
}

function spread(values: readonly number[], channels: number): readonly number[] {
  if (values.length === channels) return values;
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Array.from({ length: channels }, () => average);
}
