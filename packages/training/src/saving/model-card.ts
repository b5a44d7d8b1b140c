import type { LossConfig, OptimizerConfig, Preprocessing } from "@imgcls/onnx";
import type { EngineDescription } from "../engines/engine.js";
import type { FileDigest } from "./digest.js";
import { RunFolderError } from "./errors.js";
import { openSealed, parseJson, sealedJsonBytes } from "./json.js";

export const CARD_FILE = "imgcls.json";
/** 1 had no digests; 1 and 2 had not the whole recipe, but `dataset.images` and `dataset.stratified`. */
const SCHEMA_VERSION = 3;

/** Everything about a trained model that its weights do not say. */
export interface ModelCard {
  /** What is saved always has the newest. */
  readonly schemaVersion: 1 | 2 | 3;
  /** The preset's name and what it was built with. */
  readonly architecture: { readonly id: string; readonly options: Readonly<Record<string, unknown>> };
  /** `[height, width, channels]`. */
  readonly inputShape: readonly [number, number, number];
  /** One for each output of the model, in order. */
  readonly classNames: readonly string[];
  readonly preprocessing: Preprocessing;
  /** Everything that decided the result; of several phases, the last one's optimizer and loss. It is `recipe.json`, too. */
  readonly recipe: UsedRecipe;
  readonly dataset: {
    readonly id: string;
    /** Images in each part, such as train, validation and test. */
    readonly sizes: Readonly<Record<string, number>>;
    readonly fingerprint: string;
    /** The way from the run folder to images of your own, with "/". A run that moves without them does not find them there. */
    readonly path?: string;
    /** Versions 1 and 2: how files of your own became images. */
    readonly images?: ReadImages;
    /** Version 2: of the training images, `sizes.train` were used, each class by its share; without it, the first ones. */
    readonly stratified?: boolean;
  };
  /** Which images the `val_…` columns of the history are of. Default: the test images, as in earlier versions. */
  readonly validatedOn?: "validation" | "test" | "none";
  readonly seed: number;
  /** What the training began with, where others have trained it. */
  readonly weights?: UsedWeights;
  /** How the last layer came to its weights before any step, where it did. */
  readonly head?: UsedHead;
  /** What was chosen for the time that there was, and why. */
  readonly time?: UsedTime;
  /** What makes its probabilities as likely as they say; fitted on images that it was not trained on. */
  readonly calibration?: Calibration;
  /** How it is told that an image is of none of the classes; fitted on images that it was not trained on. */
  readonly unknown?: UnknownRule;
  readonly engine: EngineDescription;
  /** Versions and machine, such as node, platform, cpu. */
  readonly environment: Readonly<Record<string, string>>;
  /** Such as `{ test: { loss, accuracy } }`; empty before anything was measured. */
  readonly metrics: Readonly<Record<string, unknown>>;
}

/** A file of weights that others have trained. */
export interface UsedWeights {
  /** Where they are known by name: "timm/resnet18.a1_in1k". */
  readonly id?: string;
  /** Of the file, 64 hexadecimal digits. */
  readonly sha256: string;
  /** SPDX identifier, where it is known. */
  readonly licence?: string;
}

/** A training that was chosen by the time that it takes. */
export interface UsedTime {
  /** Seconds that there were. */
  readonly within: number;
  /** A sentence. */
  readonly why: string;
}

/** A last layer that was computed on the features of the layers before it. */
export interface UsedHead {
  readonly type: "logisticRegression";
  /** Inverse of the penalty, as scikit-learn's C, on features of nearly equal scale. */
  readonly strength: number;
  /** Numbers that the layers before it make of an image. */
  readonly features: number;
  /** Training images, mirror images not counted. */
  readonly images: number;
  /** On training images that were left out in turn, with its 95 % interval; absent where no class has two images. */
  readonly crossValidation?: {
    readonly accuracy: number;
    readonly interval: readonly [low: number, high: number];
    readonly folds: number;
    readonly repeats: number;
  };
}

export interface Calibration {
  /** Logits are divided by it: above 1 the model becomes less sure. */
  readonly temperature: number;
}

export interface UnknownRule {
  /** "energy": −ln Σ exp(logit) of the logits as they are; "uncertainty": 1 − the greatest probability. */
  readonly score: "energy" | "uncertainty";
  /** An image with a greater score is of none of the classes. */
  readonly threshold: number;
  /** The share of images of the classes that were taken for unknown ones when the threshold was chosen. */
  readonly knownRefused: number;
}

/** The options of `imageFolder` and `imageZip` that change which images there are and how they look. */
export interface ReadImages {
  readonly fit: "fill" | "cover" | "contain";
  readonly onBadImage: "error" | "skip";
}

export interface UsedRecipe {
  readonly optimizer: OptimizerConfig;
  readonly loss: LossConfig;
  readonly batchSize: number;
  readonly epochs: number;
  readonly [other: string]: unknown;
}

/** The files that belong to the card, by name. */
export type FileDigests = Readonly<Record<string, FileDigest>>;

export const cardBytes = (card: ModelCard, files: FileDigests): Promise<Uint8Array> =>
  sealedJsonBytes({ ...card, schemaVersion: SCHEMA_VERSION, files });

export interface OpenedCard {
  readonly card: ModelCard;
  /** Undefined in a card of version 1: its files are read as they are. */
  readonly files: FileDigests | undefined;
}

type Check = readonly [path: string, expected: string, isRight: (value: unknown) => boolean];

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === "string";
const isNumber = (value: unknown): boolean => typeof value === "number";
const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0;
const isOneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value);
const isListOf = (isRight: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(isRight);

const CHECKS: readonly Check[] = [
  ["architecture.id", "a text", isText],
  ["architecture.options", "an object", isObject],
  [
    "inputShape",
    "[height, width, channels]",
    (value) => isListOf(isCount)(value) && (value as number[]).length === 3,
  ],
  ["classNames", "a list of texts", isListOf(isText)],
  ["preprocessing.scale", "a number", isNumber],
  ["recipe.optimizer.type", "a text", isText],
  ["recipe.loss.type", "a text", isText],
  ["recipe.batchSize", "a positive integer", isCount],
  ["recipe.epochs", "a number of epochs", (value) => value === 0 || isCount(value)],
  ["dataset.id", "a text", isText],
  ["dataset.sizes", "an object", isObject],
  ["dataset.fingerprint", "a text", isText],
  ["dataset.path", "a text", (value) => value === undefined || isText(value)],
  ["dataset.images.fit", "fill, cover or contain", isOneOf(undefined, "fill", "cover", "contain")],
  ["dataset.images.onBadImage", "error or skip", isOneOf(undefined, "error", "skip")],
  ["dataset.stratified", "true or false", isOneOf(undefined, true, false)],
  ["validatedOn", "validation, test or none", isOneOf(undefined, "validation", "test", "none")],
  ["seed", "a number", isNumber],
  ["weights.id", "a text", (value) => value === undefined || isText(value)],
  ["weights.sha256", "a text", (value) => value === undefined || isText(value)],
  ["head.type", "a text", (value) => value === undefined || isText(value)],
  ["calibration.temperature", "a number above 0", (value) => value === undefined || Number(value) > 0],
  ["unknown.score", "energy or uncertainty", isOneOf(undefined, "energy", "uncertainty")],
  ["unknown.threshold", "a number", (value) => value === undefined || isNumber(value)],
  ["engine.name", "a text", isText],
  ["environment", "an object", isObject],
  ["metrics", "an object", isObject],
];

/** Throws RunFolderError when the card is damaged; what is wrong with its content is listed whole. */
export async function openCard(bytes: Uint8Array): Promise<OpenedCard> {
  const json = parseJson(CARD_FILE, bytes) as Record<string, unknown>;
  if (!isOneOf(1, 2, SCHEMA_VERSION)(json.schemaVersion)) {
    throw new RunFolderError(
      CARD_FILE,
      `expected schemaVersion ${SCHEMA_VERSION} or lower, received ${JSON.stringify(json.schemaVersion)}. Use the version of imgcls that wrote it, or a newer one.`,
    );
  }
  // A seal in a card of version 1 shows that the version is what was damaged.
  const isSealed = json.schemaVersion !== 1 || "sha256" in json;
  const { files, ...card } = isSealed ? await openSealed(CARD_FILE, json) : json;
  const problems = CHECKS.flatMap(([path, expected, isRight]) => {
    const value = valueAt(card, path);
    return isRight(value) ? [] : [`expected ${path} to be ${expected}, received ${JSON.stringify(value)}`];
  });
  if (problems.length > 0) throw new RunFolderError(CARD_FILE, `${problems.join("; ")}.`);
  return { card: card as unknown as ModelCard, files: files as FileDigests | undefined };
}

const valueAt = (value: unknown, path: string): unknown =>
  path.split(".").reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
