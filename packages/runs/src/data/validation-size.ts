import type { Validation } from "../recipe/recipe.js";

/**
 * How many training images are set apart for validation: at least one of each class.
 *
 * @param trainCounts training images of each class
 */
export function validationSize(validation: Validation, trainCounts: readonly number[]): number {
  if (typeof validation !== "number") return 0;
  if (validation >= 1) return validation;
  const images = trainCounts.reduce((sum, count) => sum + count, 0);
  const classes = trainCounts.filter((count) => count > 0).length;
  return Math.max(Math.round(images * validation), classes);
}
