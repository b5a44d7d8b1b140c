/** What `predict` says about one file, as JSON, as text and as a row of CSV. */
import type { RatedClass } from "@imgcls/runs";
import type { Output } from "../output.js";
import { printableJson, printableName } from "../printable.js";
import { csvLine, pathCell, textCell } from "./csv.js";
import { formatPercent } from "./format.js";

export interface FilePredictions {
  readonly file: string;
  /** The most likely first. */
  readonly predictions: readonly RatedClass[];
  /** Whether it is of none of the classes, where the model tells. */
  readonly unknown?: boolean;
  /** The greater, the less it is like the images of the classes. */
  readonly unknownScore?: number;
}

/** To stdout: text in columns that are as wide as the names so far, or a line of JSON a file. */
export function printed(
  output: Output,
  classNames: readonly string[],
): (group: readonly FilePredictions[]) => void {
  const classWidth = Math.max(...classNames.map((name) => printableName(name).length));
  let width = 0;
  return (group) => {
    width = Math.max(width, ...group.map(({ file }) => printableName(file).length));
    for (const prediction of group) {
      const text = `${printableName(prediction.file).padEnd(width)}  ${inWords(prediction, classWidth)}`;
      output.result({ ...prediction }, text);
    }
  };
}

/** `seven   98.21 %  (nine 1.20 %, four 0.31 %)`, or `unknown  score -1.234  (seven 31.00 %, nine 20.10 %)` */
function inWords({ predictions, unknown, unknownScore }: FilePredictions, classWidth: number): string {
  const [best, ...others] = predictions;
  if (unknown) {
    const classes = predictions.map((one) => `${printableName(one.class)} ${formatPercent(one.probability)}`);
    return `${"unknown".padEnd(classWidth)}  score ${unknownScore!.toPrecision(4)}  (${classes.join(", ")})`;
  }
  const rest = others
    .map((other) => `${printableName(other.class)} ${formatPercent(other.probability)}`)
    .join(", ");
  const first = `${printableName(best!.class).padEnd(classWidth)}  ${formatPercent(best!.probability).padStart(8)}`;
  return rest === "" ? first : `${first}  (${rest})`;
}

/** Predictions as the text of a file. */
export interface TableFormat {
  readonly header: string;
  row(prediction: FilePredictions): string;
}

/** As `predict --json` prints it. */
export const jsonLine = (prediction: FilePredictions): string => `${printableJson(prediction)}\n`;

export const jsonLines: TableFormat = { header: "", row: jsonLine };

/**
 * `file,class,probability,class_2,probability_2,…` with as many pairs as classes are asked for, then `unknown,unknown_score`
 * where the model tells.
 */
export function csvTable(columns: number, knowsUnknown: boolean): TableFormat {
  const header = Array.from({ length: columns }, (_, i) =>
    i === 0 ? ["class", "probability"] : [`class_${i + 1}`, `probability_${i + 1}`],
  );
  const unknownHeader = knowsUnknown ? ["unknown", "unknown_score"] : [];
  return {
    header: csvLine(["file", ...header.flat(), ...unknownHeader]),
    row: ({ file, predictions, unknown, unknownScore }) =>
      csvLine([
        pathCell(file),
        ...predictions.flatMap((one) => [textCell(one.class), String(one.probability)]),
        ...(knowsUnknown ? [String(unknown), String(unknownScore)] : []),
      ]),
  };
}
