import { unknownOptionProblems } from "@imgcls/checks";
import type { Evaluation } from "./evaluate.js";
import { formatFixed } from "./format-fixed.js";
import type { Scores } from "./metrics/class-scores.js";
import { requireNone } from "./option-checks.js";

export interface ClassificationReportOptions {
  /** Decimals of precision, recall and F1, 0..20. Default 2. */
  readonly digits?: number;
}

const COLUMNS = ["precision", "recall", "f1-score", "support"];

/**
 * Precision, recall, F1 and support as text, byte for byte what scikit-learn's
 * `classification_report(y_true, y_pred, labels=range(classes), target_names=classNames, zero_division=0)`
 * prints since version 1.5.
 *
 * @throws EvaluationInputError for an unknown option, RangeError for digits out of range
 */
export function classificationReport(
  evaluation: Evaluation,
  options: ClassificationReportOptions = {},
): string {
  requireNone("classificationReport", unknownOptionProblems("classificationReport", options, ["digits"]));
  const { digits = 2 } = options;
  if (!Number.isInteger(digits) || digits < 0 || digits > 20) {
    throw new RangeError(
      `[imgcls/evaluation] classificationReport: expected digits to be a whole number from 0 to 20, received ${digits}.`,
    );
  }
  const { perClass, macro, weighted, samples } = evaluation;
  const names = perClass.map((scores) => scores.class);
  const width = Math.max("weighted avg".length, digits, ...names.map(codePoints));

  const row = (name: string, cells: readonly string[]) =>
    `${padStart(name, width)} ${cells.map((cell) => ` ${padStart(cell, 9)}`).join("")}\n`;
  // scikit-learn falls back to floating-point counts when not one prediction is right.
  const count = (images: number) => (evaluation.accuracy === 0 ? `${images}.0` : String(images));
  const scoreRow = (name: string, { precision, recall, f1, support }: Scores) =>
    row(name, [...[precision, recall, f1].map((score) => formatFixed(score, digits)), count(support)]);

  return [
    row("", COLUMNS),
    "\n",
    ...perClass.map((scores) => scoreRow(scores.class, scores)),
    "\n",
    row("accuracy", ["", "", formatFixed(evaluation.accuracy, digits), count(samples)]),
    scoreRow("macro avg", macro),
    scoreRow("weighted avg", weighted),
  ].join("");
}

/** Python measures and pads strings in code points, JavaScript in UTF-16 units. */
const codePoints = (text: string): number => [...text].length;

const padStart = (text: string, width: number): string =>
  " ".repeat(Math.max(0, width - codePoints(text))) + text;
