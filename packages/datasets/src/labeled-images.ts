import { array, type Checks, missingProblems, optionProblems, texts } from "@imgcls/checks";
import { DatasetFormatError } from "./errors.js";
import { instance } from "./option-checks.js";

export type ImageShape = readonly [height: number, width: number, channels: number];

/** Images of one size with one class each. Nothing in it is copied or changed by the functions that take it. */
export interface LabeledImages {
  /** `[length, height, width, channels]`, grey levels 0..255. */
  readonly images: Uint8Array;
  /** `[length]`, indices into `classNames`. */
  readonly labels: Int32Array;
  readonly length: number;
  readonly shape: ImageShape;
  readonly classNames: readonly string[];
}

export interface LabeledImagesInit {
  readonly images: Uint8Array;
  readonly labels: Int32Array;
  readonly shape: ImageShape;
  readonly classNames: readonly string[];
}

/** Bytes of one image: height · width · channels. */
export const pixelsPerImage = ([height, width, channels]: ImageShape): number => height * width * channels;

/**
 * Checks that the arrays belong together and names them a data set. The arrays are kept, not copied.
 *
 * @throws DatasetFormatError with every problem: sizes that do not fit, labels outside the classes, ...
 */
export function createLabeledImages({ images, labels, shape, classNames }: LabeledImagesInit): LabeledImages {
  requireFields("Labeled images", { images, labels, shape, classNames }, CHECKS);
  const problems = [...shapeProblems(shape), ...classNameProblems(classNames)];
  if (problems.length === 0) {
    const expected = labels.length * pixelsPerImage(shape);
    if (images.length !== expected) {
      problems.push(
        `expected ${labels.length} images of ${shape.join("×")} (as many as labels), ${expected} bytes, received ${images.length} bytes`,
      );
    }
  }
  problems.push(...labelProblems(labels, classNames.length));
  if (problems.length > 0) throw new DatasetFormatError("Labeled images", problems);
  return { images, labels, length: labels.length, shape, classNames };
}

export const setChecks: Checks<Omit<LabeledImagesInit, "images">> = {
  labels: instance("Int32Array", "an Int32Array"),
  shape: array,
  classNames: texts,
};

const CHECKS: Checks<LabeledImagesInit> = { images: instance("Uint8Array", "a Uint8Array"), ...setChecks };

/** @throws DatasetFormatError with every field of a data set that is missing or of another type */
export function requireFields<Fields extends object>(
  subject: string,
  fields: Fields,
  checks: Checks<Fields>,
): void {
  const problems = [
    ...missingProblems("data", fields, checks, Object.keys(checks)),
    ...optionProblems("data", fields, checks),
  ];
  if (problems.length > 0) throw new DatasetFormatError(subject, problems);
}

export function shapeProblems(shape: ImageShape): string[] {
  const valid = shape.length === 3 && shape.every((size) => Number.isInteger(size) && size > 0);
  return valid
    ? []
    : [
        `expected a shape [height, width, channels] of positive integers, received [${(shape as readonly number[]).join(", ")}]`,
      ];
}

export function classNameProblems(classNames: readonly string[]): string[] {
  const problems: string[] = [];
  if (classNames.length === 0) problems.push("expected at least one class name, received none");
  const repeated = classNames.filter((name, index) => classNames.indexOf(name) !== index);
  if (repeated.length > 0)
    problems.push(`expected different class names, received twice: ${repeated.join(", ")}`);
  return problems;
}

export function labelProblems(labels: Int32Array, classes: number): string[] {
  let outside = 0;
  let first = -1;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i]! >= 0 && labels[i]! < classes) continue;
    if (outside++ === 0) first = i;
  }
  if (outside === 0) return [];
  const more = outside === 1 ? "" : ` and ${outside - 1} more`;
  return [`expected labels from 0 to ${classes - 1}, received ${labels[first]} at position ${first}${more}`];
}
