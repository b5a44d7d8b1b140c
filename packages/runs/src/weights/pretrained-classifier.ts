/** A network with weights of others as it is, for ImageNet's classes: nothing is trained. */
import { getPreset } from "@imgcls/architectures";
import { DatasetDownloadError, decodeCenterCrop, FileMissingError } from "@imgcls/datasets";
import { chooseEngine, type EngineDescription, toProbabilities } from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";
import type { EngineChooser } from "../training/options.js";
import { imagenetClassNames, numberedClasses } from "./class-names.js";
import { PretrainedError } from "./errors.js";
import { loadPretrained, type PretrainedFacts, type PretrainedOptions } from "./load-pretrained.js";

export interface OpenPretrainedOptions extends Omit<PretrainedOptions, "inputShape"> {
  /**
   * Names of the 1,000 classes. Default: those that Keras offers, from the cache or the network; where they are not to be had,
   * "class 0" to "class 999".
   */
  readonly classNames?: readonly string[] | undefined;
  /** Default: the fastest that runs the model here. */
  readonly engine?: EngineChooser | undefined;
  /** Images that are usually predicted together. Default 16. */
  readonly batchSize?: number | undefined;
}

/** A class and how likely it is. */
export interface RatedClass {
  readonly class: string;
  /** 0..1 */
  readonly probability: number;
}

/** A pretrained network that is ready to classify. */
export interface PretrainedClassifier {
  /** The network itself, disposed of with the classifier. */
  readonly model: LayersModel;
  readonly facts: PretrainedFacts;
  readonly classNames: readonly string[];
  /** Why the classes have numbers for names, if they have. */
  readonly namesMissing: string | undefined;
  readonly engine: EngineDescription;
  /**
   * A file as the network was evaluated, `[size, size, 3]`, 0..255: shorter side, centre crop. Path (in a page: URL) or bytes.
   * Throws ImageDecodeError.
   */
  decode(file: string | Uint8Array): Promise<Uint8Array>;
  /** `[count, size, size, 3]`, 0..255 → probabilities `[count, classes]`. */
  predict(images: Uint8Array, count: number): Promise<Float32Array>;
  /** The most likely classes first. */
  classify(file: string | Uint8Array, top?: number): Promise<RatedClass[]>;
  dispose(): Promise<void>;
}

/** @throws what `loadPretrained` throws, and when no engine can run the network */
export async function openPretrained(
  architecture: string,
  { classNames, engine: choose, batchSize = 16, ...options }: OpenPretrainedOptions = {},
): Promise<PretrainedClassifier> {
  const { model, facts, hasHead } = await loadPretrained(architecture, options);
  if (!hasHead) {
    model.dispose();
    throw new PretrainedError([
      `${facts.source}: expected weights with the last layer, for ImageNet's classes, found a file without it: train a last layer of your own`,
    ]);
  }
  const { size, shorterSide, interpolation, classes, preprocessing } = facts;
  const names = await namesOf(facts, classNames, options);
  const plan = { preprocessing, batchSize, inputShape: [size, size, 3] as const };
  const task = { model, plan };
  const engine = choose ? await choose(task) : await chooseEngine("auto", { task });
  const predictor = await engine.createPredictor(model, plan);
  const { loss } = getPreset(architecture).training;
  const decode = (file: string | Uint8Array) => decodeCenterCrop(file, { size, shorterSide, interpolation });
  const predict = async (images: Uint8Array, count: number) =>
    toProbabilities(await predictor.predict(images, count), classes, loss);
  return {
    model,
    facts,
    ...names,
    engine: predictor.description,
    decode,
    predict,
    classify: async (file, top = 5) =>
      mostLikely(await predict(await decode(file), 1), names.classNames, top),
    async dispose() {
      await predictor.dispose();
      model.dispose();
    },
  };
}

export interface ClassifyOptions extends OpenPretrainedOptions {
  /** Name of the architecture. Default "efficientnet-lite0". */
  readonly base?: string | undefined;
  /** How many classes to give, the most likely first. Default 5. */
  readonly top?: number | undefined;
}

/**
 * What is on a picture, of ImageNet's 1,000 classes, without training anything. For many pictures open a classifier once, with
 * `openPretrained`.
 *
 * ```ts
 * const [best] = await classify("photo.jpg");
 * ```
 *
 * @param file path (in a page: URL), or the bytes of the file
 * @throws ImageDecodeError, and what `openPretrained` throws
 */
export async function classify(
  file: string | Uint8Array,
  { base = "efficientnet-lite0", top, ...options }: ClassifyOptions = {},
): Promise<RatedClass[]> {
  const classifier = await openPretrained(base, { batchSize: 1, ...options });
  try {
    return await classifier.classify(file, top);
  } finally {
    await classifier.dispose();
  }
}

/**
 * The most likely classes of one image first.
 *
 * @param probabilities `[classes]`
 * @param count at most so many
 */
export const mostLikely = (
  probabilities: Float32Array,
  classNames: readonly string[],
  count: number,
): RatedClass[] =>
  classNames
    .map((name, index) => ({ class: name, probability: probabilities[index]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count);

type Names = Pick<PretrainedClassifier, "classNames" | "namesMissing">;

/** A list of names that cannot be had keeps nobody from classifying. */
async function namesOf(
  { classes }: PretrainedFacts,
  given: readonly string[] | undefined,
  { weights: _, ...access }: PretrainedOptions,
): Promise<Names> {
  if (given !== undefined) return { classNames: given, namesMissing: undefined };
  try {
    return { classNames: await imagenetClassNames(access), namesMissing: undefined };
  } catch (error) {
    if (!(error instanceof FileMissingError || error instanceof DatasetDownloadError)) throw error;
    return { classNames: numberedClasses(classes), namesMissing: error.message };
  }
}
