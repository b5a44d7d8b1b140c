import { ImageDecodeError } from "@imgcls/datasets";
import { type Answers, mostLikely } from "@imgcls/runs";
import { joinContent } from "@imgcls/training";
import type { PredictOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { withFileAtomically } from "./files.js";
import { formatCount } from "./format.js";
import { overFiles, undecodable } from "./over-files.js";
import { baseSource, type PredictSource, runSource } from "./predict-source.js";
import { csvTo, type FilePredictions, printed, type Sink } from "./predictions.js";

const DEFAULT_TOP = 5;
/** Files that are decoded and classified together: the first results appear early, and memory stays small. */
const FILES_AT_ONCE = 32;

interface Job {
  readonly groups: AsyncGenerator<readonly string[]>;
  readonly top: number;
  readonly signal: AbortSignal;
  readonly onFailure: (message: string) => void;
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
  const { top = DEFAULT_TOP, csv } = options;
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
      const job = { groups: continued(first.value, groups), top, signal, onFailure };
      await (csv === undefined
        ? classifyAll(job, source, printed(output, source.classNames))
        : classifyIntoCsv(csv, job, source, output));
    } finally {
      await source.dispose();
    }
  });
}

async function classifyIntoCsv(path: string, job: Job, source: PredictSource, output: Output): Promise<void> {
  const columns = Math.min(job.top, source.classNames.length);
  const files = await withFileAtomically(path, async (file) =>
    classifyAll(job, source, await csvTo(file, columns, source.knowsUnknown)),
  );
  output.result(
    { event: "result", file: path, files },
    `${formatCount(files)} ${files === 1 ? "file" : "files"} classified: ${printableName(path)}`,
  );
}

/** How many files were classified. */
async function classifyAll(job: Job, source: PredictSource, sink: Sink): Promise<number> {
  let files = 0;
  for await (const group of job.groups) {
    job.signal.throwIfAborted();
    const results = await classify(group, source, job);
    await sink(results);
    files += results.length;
  }
  job.signal.throwIfAborted();
  return files;
}

async function classify(
  files: readonly string[],
  source: PredictSource,
  { top, onFailure }: Job,
): Promise<FilePredictions[]> {
  const results = await Promise.all(
    files.map(async (file) => ({ file, image: await decoded(file, source) })),
  );
  const images = results.flatMap(({ image }) => (image instanceof Uint8Array ? [image] : []));
  const classes = source.classNames.length;
  const { probabilities, unknown } =
    images.length === 0 ? NO_ANSWERS : await source.classify(joinContent(images), images.length);
  let row = 0;
  return results.flatMap(({ file, image }) => {
    if (image instanceof ImageDecodeError) {
      onFailure(undecodable(file, image));
      return [];
    }
    const ofImage = probabilities.subarray(row * classes, (row + 1) * classes);
    const predictions = mostLikely(ofImage, source.classNames, top);
    const answer = unknown?.[row];
    row += 1;
    return [{ file, predictions, ...(answer && { unknown: answer.isUnknown, unknownScore: answer.score }) }];
  });
}

const NO_ANSWERS: Answers = { probabilities: new Float32Array(), unknown: undefined };

/** The pixels, or why there are none. */
const decoded = (file: string, source: PredictSource): Promise<Uint8Array | ImageDecodeError> =>
  source.decode(file).catch((error: unknown) => {
    if (error instanceof ImageDecodeError) return error;
    throw error;
  });

async function* inGroups<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<readonly Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

async function* continued<Item>(first: Item, rest: AsyncGenerator<Item>): AsyncGenerator<Item> {
  yield first;
  yield* rest;
}
