import { type Checks, texts } from "@imgcls/checks";
import { numbers } from "./option-checks.js";

/** Predictions of a classifier on labelled images. */
export interface Predictions {
  /** [images, classes], each row a probability distribution: softmax applied, not logits. */
  readonly probabilities: Float32Array;
  /** [images], true class indices from 0. */
  readonly labels: ArrayLike<number>;
  /** [classes], in the order of the columns of `probabilities`. */
  readonly classNames: readonly string[];
}

/** What is wrong with the sizes of `predictions`; empty when nothing is. */
export function sizeProblems({ probabilities, labels, classNames }: Predictions): string[] {
  const problems: string[] = [];
  if (classNames.length === 0) problems.push("classNames is empty, expected one name a class");
  if (labels.length === 0) problems.push("labels is empty, expected at least one image");
  const expected = labels.length * classNames.length;
  if (probabilities.length !== expected) {
    problems.push(
      `probabilities has ${probabilities.length} values, expected ${expected} (${labels.length} labels × ${classNames.length} classes)`,
    );
  }
  return problems;
}

export const PREDICTION_CHECKS: Checks<Predictions> = {
  probabilities: numbers,
  labels: numbers,
  classNames: texts,
};
export const PREDICTION_NAMES = ["probabilities", "labels", "classNames"] as const;
