import { decodesInWorkers } from "#decode-image";
import type { BatchesOptions } from "../batches.js";
import { type ImageSet, isInMemory, isOfFiles } from "../image-set.js";

export type CompleteOptions = Required<Omit<BatchesOptions, "signal">>;

/**
 * Fills in what was left out.
 *
 * @throws Error with everything that is wrong
 */
export function completeOptions(data: ImageSet, options: BatchesOptions): CompleteOptions {
  const { batchSize = 32, shuffle = true, classBalanced = false, seed = 0, dropLast = false } = options;
  const { augment = [], mix = [] } = options;
  const workersHelp = augment.length > 0 || (decodesInWorkers && isOfFiles(data));
  const { workers = workersHelp ? 1 : 0 } = options;
  const nothingElseToDo = workers === 0 && isInMemory(data);
  const { prefetch = nothingElseToDo ? 0 : Math.max(2, workers) } = options;
  const sampling = { batchSize, shuffle, classBalanced, seed, dropLast };
  const complete: CompleteOptions = { ...sampling, augment, mix, workers, prefetch };
  const problems = problemsOf(data, complete);
  if (problems.length > 0) throw new Error(`[imgcls/datasets] batches: ${problems.join("; ")}.`);
  return complete;
}

function problemsOf(data: ImageSet, options: CompleteOptions): string[] {
  const { batchSize, shuffle, classBalanced, mix, seed, dropLast, workers, prefetch } = options;
  const problems: string[] = [];
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    problems.push(`expected batchSize to be a positive integer, received ${batchSize}`);
  }
  if (!Number.isFinite(seed)) problems.push(`expected seed to be a finite number, received ${seed}`);
  for (const [name, value] of Object.entries({ workers, prefetch })) {
    if (!Number.isInteger(value) || value < 0) {
      problems.push(`expected ${name} to be an integer from 0, received ${value}`);
    }
  }
  if (classBalanced && !shuffle) {
    problems.push("classBalanced chooses images at random: expected shuffle to be true, received false");
  }
  if (mix.length > 0 && !shuffle) {
    problems.push("mix blends images with their neighbours: expected shuffle to be true, received false");
  }
  if (data.length === 0) problems.push("expected a data set with images, received an empty one");
  if (dropLast && data.length > 0 && data.length < batchSize) {
    problems.push(`dropLast leaves no batch of ${batchSize} from ${data.length} images`);
  }
  return problems;
}
