import { addAbortSignal } from "node:stream";
import { decodeDrawnDigit, decodeImage, ImageDecodeError } from "@imgcls/datasets";
import { type Classifier, folderPlace, openClassifier, recipeOfCard } from "@imgcls/runs";
import { AlreadyReportedError, UsageError } from "../errors.js";
import { interruptible } from "../interrupt.js";
import type { PredictOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { withFileAtomically } from "./files.js";
import { formatCount } from "./format.js";
import { inputFiles, STDIN } from "./input-files.js";
import { type ClassProbability, csvTo, type FilePredictions, printed, type Sink } from "./predictions.js";
import { prepareTensorflow } from "./tensorflow.js";

const DEFAULT_TOP = 5;
/** Files that are decoded and classified together: the first results appear early, and memory stays small. */
const FILES_AT_ONCE = 32;

/** How pictures become what the model knows. */
interface Reading {
  readonly invert: boolean;
  /** Digits on paper are cropped, scaled and centred as those that the model was trained on. */
  readonly drawing: boolean;
}

interface Job extends Reading {
  readonly groups: AsyncGenerator<readonly string[]>;
  readonly top: number;
  readonly signal: AbortSignal;
  readonly onFailure: (message: string) => void;
}

/**
 * Classifies files in order, some at a time. One that does not decode is named on stderr and left out of the
 * results; it does not hold up the others.
 *
 * @param inputs files, folders, and `-` for the list on stdin
 * @throws AlreadyReportedError when there was such a file
 */
export async function predictFiles(
  folder: string,
  inputs: readonly string[],
  { top = DEFAULT_TOP, invert = false, drawing = false, csv }: PredictOptions,
  output: Output,
): Promise<void> {
  let failures = 0;
  const onFailure = (message: string) => {
    failures += 1;
    output.warn(message);
  };
  const work = async (signal: AbortSignal): Promise<void> => {
    const { stdin } = process;
    if (inputs.includes(STDIN)) addAbortSignal(signal, stdin);
    const files = inputFiles(inputs, { stdin, onProblem: onFailure, onLeftOut: output.note });
    const groups = inGroups(files, FILES_AT_ONCE);
    const first = await groups.next();
    if (first.done) return;
    await prepareTensorflow();
    const classifier = await openClassifier(folderPlace(folder), { batchSize: first.value.length });
    try {
      requireSuitable(classifier, { invert, drawing });
      const job = { groups: continued(first.value, groups), top, invert, drawing, signal, onFailure };
      await (csv === undefined
        ? classifyAll(job, classifier, printed(output, classifier.card.classNames))
        : classifyIntoCsv(csv, job, classifier, output));
    } finally {
      await classifier.dispose();
    }
  };
  await interruptible(() => output.warn("stopping …"), work);
  if (failures > 0) throw new AlreadyReportedError(`${failures} of the files were not classified.`);
}

function requireSuitable({ card }: Classifier, { invert, drawing }: Reading): void {
  const [height, width, channels] = card.inputShape;
  const problems = [
    ...(invert && channels !== 1
      ? ["--invert is for models of grey images, and this one takes colour: leave it out"]
      : []),
    ...(drawing && (channels !== 1 || height !== width)
      ? ["--drawing is for models of square grey images, such as MNIST's: leave it out"]
      : []),
  ];
  if (problems.length > 0) throw new UsageError(problems, "predict");
}

async function classifyIntoCsv(
  path: string,
  job: Job,
  classifier: Classifier,
  output: Output,
): Promise<void> {
  const columns = Math.min(job.top, classifier.card.classNames.length);
  const files = await withFileAtomically(path, async (file) =>
    classifyAll(job, classifier, await csvTo(file, columns)),
  );
  output.result(
    { event: "result", file: path, files },
    `${formatCount(files)} ${files === 1 ? "file" : "files"} classified: ${printableName(path)}`,
  );
}

/** How many files were classified. */
async function classifyAll(job: Job, classifier: Classifier, sink: Sink): Promise<number> {
  let files = 0;
  for await (const group of job.groups) {
    job.signal.throwIfAborted();
    const results = await classify(group, classifier, job);
    await sink(results);
    files += results.length;
  }
  job.signal.throwIfAborted();
  return files;
}

async function classify(
  files: readonly string[],
  classifier: Classifier,
  { top, onFailure, ...reading }: Job,
): Promise<FilePredictions[]> {
  const { card } = classifier;
  const decoded = await Promise.all(
    files.map(async (file) => ({ file, image: await decode(file, card, reading) })),
  );
  const images = decoded.flatMap(({ image }) => (image instanceof Uint8Array ? [image] : []));
  const classes = card.classNames.length;
  const probabilities =
    images.length === 0 ? new Float32Array() : await classifier.predict(concatenate(images), images.length);
  let row = 0;
  return decoded.flatMap(({ file, image }) => {
    if (image instanceof ImageDecodeError) {
      onFailure(`Cannot decode the image ${printableName(file)}: ${printableName(image.reason)}.`);
      return [];
    }
    const ofImage = probabilities.subarray(row * classes, (row + 1) * classes);
    row += 1;
    return [{ file, predictions: mostLikely(ofImage, card.classNames, top) }];
  });
}

/** Not the function of @imgcls/evaluation: loading its charts would make this command take twice as long. */
const mostLikely = (
  probabilities: Float32Array,
  classNames: readonly string[],
  count: number,
): ClassProbability[] =>
  classNames
    .map((name, index) => ({ class: name, probability: probabilities[index]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count);

/** The pixels, or why there are none. */
async function decode(
  file: string,
  card: Classifier["card"],
  { invert, drawing }: Reading,
): Promise<Uint8Array | ImageDecodeError> {
  const { inputShape: shape } = card;
  try {
    if (drawing) {
      const digit = await decodeDrawnDigit(file, { size: shape[0], invert: invert ? "always" : "auto" });
      return digit.pixels;
    }
    const { fit } = recipeOfCard(card).data;
    return await decodeImage(file, { shape, invert, ...(fit !== undefined && { fit }) });
  } catch (error) {
    if (error instanceof ImageDecodeError) return error;
    throw error;
  }
}

function concatenate(images: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(images.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const image of images) {
    joined.set(image, at);
    at += image.length;
  }
  return joined;
}

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
