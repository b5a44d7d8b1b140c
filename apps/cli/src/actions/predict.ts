import type { PredictOptions } from "../options/pictures.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { type ClassifyJob, classified, FILES_AT_ONCE, inGroups } from "./classified.js";
import { formatCount } from "./format.js";
import { countFiles } from "./input-files.js";
import { overFiles } from "./over-files.js";
import { baseSource, type PredictSource, runSource } from "./predict-source.js";
import { predictionGrid } from "./prediction-grid.js";
import { classifyIntoTable } from "./prediction-table.js";
import { csvTable, type FilePredictions, jsonLines, printed } from "./predictions.js";

const DEFAULT_TOP = 5;

type Job = ClassifyJob & { readonly source: PredictSource };

/** What becomes of the files of one command. */
interface Asked {
  readonly inputs: readonly string[];
  readonly options: PredictOptions;
  readonly output: Output;
  readonly onRow: (row: FilePredictions) => void;
}

/**
 * Classifies files in order, some at a time. One that does not decode is named on stderr and left out of the
 * results; it does not hold up the others.
 *
 * @param run its folder; undefined: the network of `options.base` classifies
 * @param inputs files, folders, and `-` for the list on stdin
 * @throws AlreadyReportedError when there was such a file
 */
export async function predictFiles(
  run: string | undefined,
  inputs: readonly string[],
  options: PredictOptions,
  output: Output,
): Promise<void> {
  const { top = DEFAULT_TOP, grid: picture } = options;
  await overFiles(inputs, "classified", output, async ({ files, signal, onFailure }) => {
    const groups = inGroups(files, FILES_AT_ONCE);
    const first = await groups.next();
    if (first.done) return;
    const opening = { batchSize: first.value.length, signal, output };
    const source =
      run === undefined
        ? await baseSource(options.base!, options, opening)
        : await runSource(run, options, opening);
    try {
      const grid = picture === undefined ? undefined : predictionGrid(source.classNames);
      const asked = { inputs, options, output, onRow: (row: FilePredictions) => grid?.add(row) };
      await classifyAll(continued(first.value, groups), { source, top, signal, onFailure }, asked);
      if (picture === undefined) return;
      await grid?.write(picture);
      output.note(`Pictures: ${printableName(picture)}`);
    } finally {
      await source.dispose();
    }
  });
}

async function classifyAll(
  groups: AsyncIterable<readonly string[]>,
  job: Job,
  { inputs, options, output, onRow }: Asked,
): Promise<void> {
  const { source, top, signal } = job;
  const { csv, jsonl, invert = false, drawing = false } = options;
  const path = csv ?? jsonl;
  if (path === undefined) {
    const print = printed(output, source.classNames);
    for await (const rows of classified(groups, job)) {
      print(rows);
      rows.forEach(onRow);
    }
    return;
  }
  const columns = Math.min(top, source.classNames.length);
  const table = {
    path,
    format: csv === undefined ? jsonLines : csvTable(columns, source.knowsUnknown),
    task: { model: source.digest, top: columns, invert, drawing },
    total: countFiles(inputs, signal),
    onRow,
  };
  const files = await classifyIntoTable(groups, job, table, output);
  output.result(
    { event: "result", file: path, files },
    `${formatCount(files)} ${files === 1 ? "file" : "files"} classified: ${printableName(path)}`,
  );
}

async function* continued<Item>(first: Item, rest: AsyncGenerator<Item>): AsyncGenerator<Item> {
  yield first;
  yield* rest;
}
