import { type Check, type Checks, missingProblems, optionProblems } from "@imgcls/checks";
import { TransferInputError } from "./errors.js";

/** Features of images whose classes are known. */
export interface Examples {
  /** [images, width], row by row; float32. */
  readonly features: Float32Array;
  /** A class index, from 0, for each image. */
  readonly labels: ArrayLike<number>;
  readonly classes: number;
}

export const atLeastTwo: Check = {
  expected: "a whole number from 2",
  accepts: (value) => Number.isSafeInteger(value) && (value as number) >= 2,
};

/** A number for each of something. */
export const numbers: Check = {
  expected: "an array of numbers",
  accepts: (value) =>
    typeof value === "object" && value !== null && Number.isInteger((value as { length?: unknown }).length),
};

/** @throws TransferInputError with all that is wrong with options, features and labels */
export function requireUsable<Options extends { readonly classes: number }>(
  owner: string,
  features: Float32Array,
  labels: ArrayLike<number>,
  options: Options,
  checks: Checks<Options>,
  required: readonly (keyof Options & string)[] = ["classes"],
): Examples {
  const problems = [
    ...missingProblems(owner, options, checks, required),
    ...optionProblems(owner, options, checks),
  ];
  if (problems.length === 0) problems.push(...exampleProblems(features, labels, options.classes));
  requireNone(owner, problems);
  return { features, labels, classes: options.classes };
}

/** @throws TransferInputError with all of them */
export function requireNone(owner: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new TransferInputError(owner, problems);
}

function exampleProblems(features: Float32Array, labels: ArrayLike<number>, classes: number): string[] {
  if (!(features instanceof Float32Array) || !numbers.accepts(labels)) {
    return ["expected features as a Float32Array and labels as an array of numbers, received something else"];
  }
  const images = labels.length;
  if (images === 0) return ["expected at least two images, received none"];
  if (features.length === 0 || features.length % images !== 0) {
    return [
      `expected features of ${images} images, as many numbers for each, received ${features.length} numbers`,
    ];
  }
  return [...firstNotFinite(features, features.length / images), ...labelProblems(labels, classes)];
}

/** @param width numbers of each image */
export function firstNotFinite(features: Float32Array, width: number): string[] {
  let wrong = 0;
  while (wrong < features.length && Number.isFinite(features[wrong])) wrong++;
  if (wrong === features.length) return [];
  const row = Math.floor(wrong / width);
  return [
    `expected finite features, received ${features[wrong]} for image ${row}. Was its network trained to the end?`,
  ];
}

function labelProblems(labels: ArrayLike<number>, classes: number): string[] {
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      return [`expected labels from 0 to ${classes - 1}, received ${label} for image ${i}`];
    }
    counts[label]!++;
  }
  const empty = counts.flatMap((count, label) => (count === 0 ? [label] : []));
  if (empty.length === 0) return [];
  const one = empty.length === 1;
  return [
    `expected at least one image of each class, received none of ${one ? "class" : "the classes"} ${empty.join(", ")}. Leave ${one ? "it" : "them"} out, or add images`,
  ];
}

/** The features of these images, `[rows, width]`. */
export function featuresAt(features: Float32Array, width: number, rows: ArrayLike<number>): Float32Array {
  const chosen = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    chosen.set(features.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  }
  return chosen;
}

/** The examples in these rows. */
export const examplesAt = ({ features, labels, classes }: Examples, rows: readonly number[]): Examples => ({
  features: featuresAt(features, features.length / labels.length, rows),
  labels: rows.map((row) => labels[row]!),
  classes,
});
