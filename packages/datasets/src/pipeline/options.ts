import { array, type Checks, count, finite, flag, wholeNumber } from "@imgcls/checks";
import { decodesInWorkers } from "#decode-image";
import type { BatchesOptions } from "../batches.js";
import { type ImageSet, isInMemory, isOfFiles } from "../image-set.js";
import { abortSignal, checkOptions } from "../option-checks.js";

export type CompleteOptions = Required<Omit<BatchesOptions, "signal">>;

const CHECKS: Checks<BatchesOptions> = {
  batchSize: count,
  shuffle: flag,
  classBalanced: flag,
  seed: finite,
  dropLast: flag,
  augment: array,
  mix: array,
  workers: wholeNumber,
  prefetch: wholeNumber,
  signal: abortSignal,
};

/**
 * Fills in what was left out.
 *
 * @throws DatasetOptionsError with everything that is wrong
 */
export function completeOptions(data: ImageSet, options: BatchesOptions): CompleteOptions {
  checkOptions("batches", options, CHECKS, () => problemsOf(data, options));
  const { batchSize = 32, shuffle = true, classBalanced = false, seed = 0, dropLast = false } = options;
  const { augment = [], mix = [] } = options;
  const workersHelp = augment.length > 0 || (decodesInWorkers && isOfFiles(data));
  const { workers = workersHelp ? 1 : 0 } = options;
  const nothingElseToDo = workers === 0 && isInMemory(data);
  const { prefetch = nothingElseToDo ? 0 : Math.max(2, workers) } = options;
  return { batchSize, shuffle, classBalanced, seed, dropLast, augment, mix, workers, prefetch };
}

/** Options that do not fit each other or the data. */
function problemsOf(data: ImageSet, options: BatchesOptions): string[] {
  const { batchSize = 32, shuffle, classBalanced, mix, dropLast } = options;
  if (!Number.isInteger(data?.labels?.length)) {
    const fields = Object.keys(data ?? {}).join(", ");
    return [
      `expected images with labels, such as the train of a data set, received an object with ${fields || "nothing"}`,
    ];
  }
  const problems: string[] = [];
  if (classBalanced && shuffle === false) {
    problems.push("classBalanced chooses images at random: expected shuffle to be true, received false");
  }
  if (mix?.length && shuffle === false) {
    problems.push("mix blends images with their neighbours: expected shuffle to be true, received false");
  }
  if (data.length === 0) problems.push("expected a data set with images, received an empty one");
  if (dropLast && data.length > 0 && data.length < batchSize) {
    problems.push(`dropLast leaves no batch of ${batchSize} from ${data.length} images`);
  }
  return problems;
}
