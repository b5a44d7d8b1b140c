/** What `predict` says about one file, as JSON, as text and as a row of CSV. */
import type { FileHandle } from "node:fs/promises";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { csvLine, pathCell, textCell } from "./csv.js";
import { formatPercent } from "./format.js";

export interface ClassProbability {
  readonly class: string;
  /** 0..1 */
  readonly probability: number;
}

export interface FilePredictions {
  readonly file: string;
  /** The most likely first. */
  readonly predictions: readonly ClassProbability[];
}

/** Where the predictions go, some files at a time, in order. */
export type Sink = (group: readonly FilePredictions[]) => Promise<void>;

/** To stdout: text in columns that are as wide as the names so far, or a line of JSON a file. */
export function printed(output: Output, classNames: readonly string[]): Sink {
  const classWidth = Math.max(...classNames.map((name) => printableName(name).length));
  let width = 0;
  return async (group) => {
    width = Math.max(width, ...group.map(({ file }) => printableName(file).length));
    for (const { file, predictions } of group) {
      const text = `${printableName(file).padEnd(width)}  ${inWords(predictions, classWidth)}`;
      output.result({ file, predictions }, text);
    }
  };
}

/** `seven   98.21 %  (nine 1.20 %, four 0.31 %)` */
function inWords([best, ...others]: readonly ClassProbability[], classWidth: number): string {
  const rest = others
    .map((other) => `${printableName(other.class)} ${formatPercent(other.probability)}`)
    .join(", ");
  const first = `${printableName(best!.class).padEnd(classWidth)}  ${formatPercent(best!.probability).padStart(8)}`;
  return rest === "" ? first : `${first}  (${rest})`;
}

/** `file,class,probability,class_2,probability_2,…` with as many pairs as classes are asked for. */
export async function csvTo(file: FileHandle, columns: number): Promise<Sink> {
  const header = Array.from({ length: columns }, (_, i) =>
    i === 0 ? ["class", "probability"] : [`class_${i + 1}`, `probability_${i + 1}`],
  );
  await file.appendFile(csvLine(["file", ...header.flat()]));
  return async (group) => {
    const lines = group.map(({ file: path, predictions }) =>
      csvLine([
        pathCell(path),
        ...predictions.flatMap((one) => [textCell(one.class), String(one.probability)]),
      ]),
    );
    await file.appendFile(lines.join(""));
  };
}
