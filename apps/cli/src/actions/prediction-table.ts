import type { FileHandle } from "node:fs/promises";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { type ClassifyJob, classified, inGroups } from "./classified.js";
import { withFileAtomically } from "./files.js";
import { filesProgress } from "./files-progress.js";
import { formatCount } from "./format.js";
import { openJournal, type PredictionJournal, type PredictTask } from "./prediction-journal.js";
import type { FilePredictions, TableFormat } from "./predictions.js";

/** Rows whose text is written at once. */
const ROWS_AT_ONCE = 1024;

export interface PredictionTable {
  readonly path: string;
  readonly format: TableFormat;
  readonly task: PredictTask;
  /** How many files there are, as soon as it is known; undefined for a list on stdin. */
  readonly total: Promise<number | undefined>;
  /** Told every row of the table. */
  readonly onRow: (row: FilePredictions) => void;
}

/**
 * Classifies files into a table, which appears when it is whole. Until then `PATH.partial` has what is done, and whoever asks
 * for the same table again goes on from there.
 *
 * @returns how many rows it has
 */
export async function classifyIntoTable(
  groups: AsyncIterable<readonly string[]>,
  job: ClassifyJob,
  table: PredictionTable,
  output: Output,
): Promise<number> {
  const partial = `${table.path}.partial`;
  const journal = await openJournal(partial, table.task);
  const before = journal.count;
  if (before > 0)
    output.note(`Going on: ${filesInWords(before)} classified already, in ${printableName(partial)}.`);
  const progress = filesProgress(
    output,
    table.total.then((total) => total && total - before),
  );
  try {
    for await (const rows of classified(notIn(journal, groups), job)) {
      await journal.append(rows);
      progress.add(rows.length);
    }
    progress.end();
    await withFileAtomically(table.path, (file) => writeRows(file, journal, table));
    await journal.remove();
  } catch (error) {
    if (journal.count > 0) {
      output.warn(
        `${filesInWords(journal.count)} classified so far: the same command goes on with the others.`,
      );
    }
    throw error;
  } finally {
    await journal.close();
  }
  return journal.count;
}

export const filesInWords = (count: number): string =>
  count === 1 ? "1 file is" : `${formatCount(count)} files are`;

/** In the groups in which an uninterrupted command has them: a batch of another size may differ in the last digits. */
async function* notIn(
  journal: PredictionJournal,
  groups: AsyncIterable<readonly string[]>,
): AsyncGenerator<readonly string[]> {
  for await (const group of groups) {
    const left = group.filter((file) => !journal.takes(file));
    if (left.length > 0) yield left;
  }
}

async function writeRows(
  file: FileHandle,
  journal: PredictionJournal,
  { format, onRow }: PredictionTable,
): Promise<void> {
  await file.appendFile(format.header);
  for await (const rows of inGroups(journal.rows(), ROWS_AT_ONCE)) {
    await file.appendFile(rows.map(format.row).join(""));
    rows.forEach(onRow);
  }
}
