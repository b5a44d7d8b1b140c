import { type Checks, oneOf, optionProblems } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { checkedInput, type MetricInput } from "./input.js";
import type { Tally } from "./tally.js";

export interface ConfusionMatrixOptions {
  /** Shares of the samples of a true class (rows sum to 1), of a predicted class (columns do), or of all. Default: counts */
  readonly normalize?: "true" | "pred" | "all";
}

const CHECKS: Checks<ConfusionMatrixOptions> = { normalize: oneOf("true", "pred", "all") };

/** [classes][classes], rows true, columns predicted. A class without samples has shares of 0. */
export function confusionMatrix(input: MetricInput, options: ConfusionMatrixOptions = {}): number[][] {
  requireNone("Cannot compute confusionMatrix", optionProblems("confusionMatrix", options, CHECKS));
  const rows = rowsOf(checkedInput("confusionMatrix", input, "labels").tally);
  if (options.normalize === undefined) return rows;
  const rowSums = rows.map(sum);
  const columnSums = rows.map((_, column) => sum(rows.map((row) => row[column]!)));
  const whole = {
    true: (row: number) => rowSums[row]!,
    pred: (_: number, column: number) => columnSums[column]!,
    all: () => sum(rowSums),
  }[options.normalize];
  return rows.map((row, truth) => row.map((count, predicted) => count / (whole(truth, predicted) || 1)));
}

/** [classes][classes] */
export const rowsOf = ({ confusion, classes }: Tally): number[][] =>
  Array.from({ length: classes }, (_, row) =>
    Array.from(confusion.subarray(row * classes, (row + 1) * classes)),
  );

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
