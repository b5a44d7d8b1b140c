/** What `predict` classifies with: a run, or a network that others have trained. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "@imgcls/datasets";
import {
  type Answers,
  folderPlace,
  openClassifier,
  openPretrained,
  type PretrainedClassifier,
  readClassNames,
} from "@imgcls/runs";
import { withoutPrefix } from "../errors.js";
import type { PredictOptions } from "../options/pictures.js";
import type { Output } from "../output.js";
import { downloadProgress } from "./download-progress.js";
import { type ImageReader, imageReader } from "./image-reader.js";
import { prepareTensorflow } from "./tensorflow.js";

/** Images that are usually predicted together, and how an end is called for. */
export interface Opening {
  readonly batchSize: number;
  readonly signal: AbortSignal;
  readonly output: Output;
}

/** Has the digests of model and weights. */
const RUN_CARD = "imgcls.json";

export interface PredictSource {
  /** SHA-256 of all that decides its answers, classes' names included. */
  readonly digest: string;
  readonly classNames: readonly string[];
  readonly decode: ImageReader;
  /** Whether it tells what is of none of the classes. */
  readonly knowsUnknown: boolean;
  /** `count` images, one after the other → probabilities `[count, classes]`, and what is of none of them. */
  classify(images: Uint8Array, count: number): Promise<Answers>;
  dispose(): Promise<void>;
}

/** @throws UsageError for ways of reading that the run's images have not */
export async function runSource(
  folder: string,
  options: PredictOptions,
  { batchSize }: Opening,
): Promise<PredictSource> {
  await prepareTensorflow();
  const classifier = await openClassifier(folderPlace(folder), { batchSize });
  const { card, classify, dispose } = classifier;
  try {
    const decode = imageReader(card, options, "predict");
    return {
      digest: await sha256(await readFile(join(folder, RUN_CARD))),
      classNames: card.classNames,
      knowsUnknown: card.unknown !== undefined,
      decode,
      classify,
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** A network that others have trained; says on stderr where its classes have only numbers. */
export async function openBase(
  base: string,
  { weights, classNames: namesFile }: Pick<PredictOptions, "weights" | "classNames">,
  { batchSize, signal, output }: Opening,
): Promise<PretrainedClassifier> {
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
  return classifier;
}

export async function baseSource(
  base: string,
  options: PredictOptions,
  opening: Opening,
): Promise<PredictSource> {
  const classifier = await openBase(base, options, opening);
  const { facts, classNames } = classifier;
  const identity = JSON.stringify([facts.sha256, classNames]);
  return {
    digest: await sha256(new TextEncoder().encode(identity)),
    classNames,
    knowsUnknown: false,
    decode: classifier.decode,
    async classify(images, count) {
      return { probabilities: await classifier.predict(images, count), unknown: undefined };
    },
    dispose: classifier.dispose,
  };
}
