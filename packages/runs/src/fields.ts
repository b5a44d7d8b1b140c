/**
 * The values of a recipe that are no names or descriptions of other packages: what each may be, and why its range ends where
 * it does. Nothing large is loaded here, so that a command line and a form can check with them before anything else.
 */
import { type Check, flag, notNegative, object, oneOf, option, text } from "@imgcls/checks";
import type { Option } from "@imgcls/training";

/** @param why completes "… to 65536, because" */
const wholeNumber = (least: number, greatest: number, why: string): Check => ({
  expected: `a whole number from ${least} to ${greatest} (${why})`,
  accepts: (value) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= greatest,
  kind: "integer",
  least,
  greatest,
});

const listOf = (expected: string, accepts: (item: unknown) => boolean): Check => ({
  expected,
  accepts: (value) => Array.isArray(value) && value.every(accepts),
  kind: "list",
});

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const LARGEST_SEED = 2 ** 32 - 1;
const LARGEST_SIDE = 4096;
const LARGEST_RATE = 1000;

export const name: Option = option(
  { ...text, accepts: isText },
  { about: "what people call it; run folders are named after it" },
);

export const epochs: Option = option(wholeNumber(1, 100_000, "history and report keep a row of each"), {
  about: "passes over the training images",
});

export const epochsOrNone: Option = option(
  {
    ...epochs,
    expected: `${epochs.expected}, or 0 where the head is computed`,
    accepts: (value) => value === 0 || epochs.accepts(value),
    least: 0,
  },
  { about: epochs.about },
);

export const batchSize: Option = option(wholeNumber(1, 65_536, "a batch is in memory at once"), {
  about: "images a step",
});

export const seed: Option = option(wholeNumber(0, LARGEST_SEED, "seeds have 32 bits"), {
  about: "initial weights, order of the images, augmentation and dropout derive from it",
  default: 0,
});

export const limit: Option = option(wholeNumber(1, LARGEST_SEED, "positions of images have 32 bits"), {
  about: "use so many training images only, each class by its share",
});

/** Above what optimizers themselves refuse. */
export const learningRate: Option = option(
  {
    expected: `a number above 0, up to ${LARGEST_RATE} (with more, weights leave the range of their numbers in a few steps)`,
    accepts: (value) => Number.isFinite(value) && (value as number) > 0 && (value as number) <= LARGEST_RATE,
    kind: "number",
    least: 0,
    greatest: LARGEST_RATE,
  },
  { about: "how far a step goes" },
);

export const VALIDATION_WORDS = ["part", "none", "test"] as const;

export const validation: Option = option(
  {
    expected:
      'a share of the training images (above 0, below 1), their number (a whole number from 1), "part" (those that the data set has), "none" or "test"',
    accepts: (value) =>
      VALIDATION_WORDS.includes(value as "part") ||
      (typeof value === "number" && value > 0 && (value < 1 || Number.isSafeInteger(value))),
  },
  { about: "which images decide between epochs" },
);

const isSide = (value: unknown): boolean =>
  Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= LARGEST_SIDE;

export const imageSize: Option = option(
  {
    expected: `[height, width], each from 1 to ${LARGEST_SIDE} pixels (a training keeps many feature maps of that size in memory)`,
    accepts: (value) => Array.isArray(value) && value.length === 2 && value.every(isSide),
    kind: "list",
  },
  { about: "[height, width] that your own images are brought to" },
);

export const FITS = ["fill", "cover", "contain"] as const;

export const fit: Option = option(oneOf(...FITS), {
  about: "how your own images are brought to that size: stretched, cut, or with borders",
  default: "fill",
});

export const BAD_IMAGE_REACTIONS = ["error", "skip"] as const;

export const onBadImage: Option = option(oneOf(...BAD_IMAGE_REACTIONS), {
  about: "what becomes of your own images that do not decode",
  default: "error",
});

export const exclude: Option = option(listOf("a list of paths, or of positions such as train/123", isText), {
  about: "training and validation images that are not used",
});

export const relabel: Option = option(
  {
    expected:
      "{ labels, fingerprint? }, labels with a class name for each path, or position such as train/123",
    accepts(value) {
      if (!object.accepts(value)) return false;
      const { labels, fingerprint, ...others } = value as Readonly<Record<string, unknown>>;
      return (
        object.accepts(labels) &&
        Object.values(labels as object).every(isText) &&
        (fingerprint === undefined || isText(fingerprint)) &&
        Object.keys(others).length === 0
      );
    },
    kind: "object",
  },
  { about: "training and validation images that are of another class than the data set says" },
);

export const limitToFirst: Option = option(flag, {
  about: "a limit leaves the first images, as in runs of earlier versions",
  default: false,
});

export const classBalanced: Option = option(flag, {
  about: "every class comes equally often, however many images it has",
  default: false,
});

export const CLASS_WEIGHT_WORDS = ["none", "balanced"] as const;

export const classWeight: Option = option(
  {
    expected:
      '"none", "balanced" (the rarer a class, the more), or an object of class names and numbers of 0 or more',
    accepts: (value) =>
      CLASS_WEIGHT_WORDS.includes(value as "none") ||
      (object.accepts(value) && Object.values(value as object).every(notNegative.accepts)),
  },
  { about: "how much the loss of each class counts", default: "none" },
);

export const trainable: Option = option(listOf("a list of names of layers, * for any text", isText), {
  about: "the layers that are trained; the others keep their weights",
  default: ["*"],
});

export const NORMALIZATIONS = ["trained", "frozen"] as const;

export const normalization: Option = option(oneOf(...NORMALIZATIONS), {
  about:
    "batch normalizations: by the numbers of each batch, or by their averages, which then stay as they are",
  default: "trained",
});

export const dropout: Option = option(flag, {
  about: "the architecture's dropout and stochastic depth",
  default: true,
});

export const dropLast: Option = option(flag, {
  about: "no smaller batch of the images that are left at the end of an epoch",
  default: false,
});

export const flips: Option = option(flag, {
  about: "the mean of what the model puts out for an image and for its mirror image",
  default: false,
});

const isNumbers = (value: unknown): boolean => Array.isArray(value) && value.every(Number.isFinite);

export const preprocessing: Option = option(
  {
    expected: "{ scale, mean?, std? }, mean and std with a number for each channel",
    accepts(value) {
      if (!object.accepts(value)) return false;
      const { scale, mean, std, ...others } = value as Readonly<Record<string, unknown>>;
      const areNumbers = [mean, std].every((given) => given === undefined || isNumbers(given));
      return Number.isFinite(scale) && areNumbers && Object.keys(others).length === 0;
    },
    kind: "object",
  },
  { about: "what a pixel becomes before the first layer: (pixel · scale − mean) / std" },
);

export const WEIGHTS_WORDS = ["none", "imagenet"] as const;

export const weights: Option = option(
  {
    ...text,
    expected:
      '"none", "imagenet", an id of `imgcls weights`, or a file (./NAME.safetensors, .pth, .keras, .h5 or model.json; .onnx of the architecture "onnx")',
    accepts: isText,
  },
  {
    about: "what others have trained, to begin with; the last layer is a new one for your classes",
    default: "none",
  },
);

export const stem: Option = option(oneOf("imagenet", "small"), {
  about: "how networks for large images begin: as published, or without reducing small images at once",
});

export const auxiliaryHeads: Option = option(flag, {
  about: "GoogLeNet's two classifiers halfway",
  default: false,
});

export { isPlaceId, PLACE_FORMS } from "./data/place-id.js";
export { isOnnxPath } from "./weights/weights-path.js";
