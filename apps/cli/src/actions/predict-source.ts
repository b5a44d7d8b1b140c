/** What `predict` classifies with: a run, or a network that others have trained. */
import { readFile } from "node:fs/promises";
import { decodeDrawnDigit, decodeImage } from "@imgcls/datasets";
import {
  type Answers,
  dataOfCard,
  folderPlace,
  openClassifier,
  openPretrained,
  readClassNames,
} from "@imgcls/runs";
import { UsageError, withoutPrefix } from "../errors.js";
import type { PredictOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { downloadProgress } from "./download-progress.js";
import { prepareTensorflow } from "./tensorflow.js";

/** Images that are usually predicted together, and how an end is called for. */
interface Opening {
  readonly batchSize: number;
  readonly signal: AbortSignal;
  readonly output: Output;
}

export interface PredictSource {
  readonly classNames: readonly string[];
  /** The pixels that the network takes. Throws ImageDecodeError. */
  decode(file: string): Promise<Uint8Array>;
  /** Whether it tells what is of none of the classes. */
  readonly knowsUnknown: boolean;
  /** `count` images, one after the other → probabilities `[count, classes]`, and what is of none of them. */
  classify(images: Uint8Array, count: number): Promise<Answers>;
  dispose(): Promise<void>;
}

/** @throws UsageError for ways of reading that the run's images have not */
export async function runSource(
  folder: string,
  { invert = false, drawing = false }: PredictOptions,
  { batchSize }: Opening,
): Promise<PredictSource> {
  await prepareTensorflow();
  const classifier = await openClassifier(folderPlace(folder), { batchSize });
  const { card, classify, dispose } = classifier;
  const problems = readingProblems(card.inputShape, invert, drawing);
  if (problems.length > 0) {
    await dispose();
    throw new UsageError(problems, "predict");
  }
  const { inputShape: shape } = card;
  const { fit } = dataOfCard(card);
  return {
    ...{ classNames: card.classNames, knowsUnknown: card.unknown !== undefined, classify, dispose },
    async decode(file) {
      if (drawing) {
        const digit = await decodeDrawnDigit(file, { size: shape[0], invert: invert ? "always" : "auto" });
        return digit.pixels;
      }
      return decodeImage(file, { shape, invert, ...(fit !== undefined && { fit }) });
    },
  };
}

/** How pictures become what the model knows. */
const readingProblems = (
  [height, width, channels]: readonly [number, number, number],
  invert: boolean,
  drawing: boolean,
): string[] => [
  ...(invert && channels !== 1
    ? ["--invert is for models of grey images, and this one takes colour: leave it out"]
    : []),
  ...(drawing && (channels !== 1 || height !== width)
    ? ["--drawing is for models of square grey images, such as MNIST's: leave it out"]
    : []),
];

export async function baseSource(
  base: string,
  { weights, classNames: namesFile }: PredictOptions,
  { batchSize, signal, output }: Opening,
): Promise<PredictSource> {
  await prepareTensorflow();
  const names =
    namesFile === undefined ? undefined : readClassNames(await readFile(namesFile), namesFile, 1000);
  const classifier = await openPretrained(base, {
    weights,
    batchSize,
    signal,
    classNames: names,
    onProgress: downloadProgress(output),
  });
  if (classifier.namesMissing !== undefined) {
    const reason = withoutPrefix(classifier.namesMissing);
    output.warn(`The classes have numbers for names. ${reason} Or give --class-names FILE.`);
  }
  return {
    classNames: classifier.classNames,
    knowsUnknown: false,
    decode: classifier.decode,
    async classify(images, count) {
      return { probabilities: await classifier.predict(images, count), unknown: undefined };
    },
    dispose: classifier.dispose,
  };
}
