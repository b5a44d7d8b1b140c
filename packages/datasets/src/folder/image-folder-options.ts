import { type Checks, finite, flag, oneOf, share, text, texts } from "@imgcls/checks";
import { type DecodeOptions, decodeChecks } from "../images/decode-options.js";
import type { ImageShape } from "../labeled-images.js";
import { abortSignal } from "../option-checks.js";

export interface ImageFolderOptions extends Omit<DecodeOptions, "shape"> {
  /**
   * `[height, width, channels]` that every image is brought to, 1 channel (grey) or 3 (RGB).
   * Default `[224, 224, 3]`.
   */
  readonly shape?: ImageShape;
  /** All class names in the order wanted. Default: the names of the folders in natural order (2 before 10). */
  readonly classNames?: readonly string[];
  /**
   * Whether images may lie there unsorted: where there are no two folders with images, all of them are of one class, "unlabeled",
   * instead of an error. Default false.
   */
  readonly unlabeled?: boolean;
  /**
   * Share of the images of each class that become the test set, chosen at random, when there are no folders
   * for parts. 0: no test set. Default 0.2.
   */
  readonly testFraction?: number;
  /** Of that choice. Default 0. */
  readonly seed?: number;
  /**
   * What becomes of images that do not decode. "error": reading one throws an `UnreadableImagesError` that
   * names all of them. "skip": all images are decoded once while loading, and those are left out and listed
   * in `skipped`. Default "error".
   */
  readonly onBadImage?: "error" | "skip";
  /**
   * Bytes of decoded images that are kept in memory, together for all parts: those that are read first.
   * 0: none. Default 268,435,456, which is 1,783 images of 224×224×3.
   */
  readonly memoryCache?: number;
  /**
   * Keep decoded, resized images on disk for the next epochs and runs: `true` in the package's cache, or in
   * this folder. One file of length · height · width · channels bytes a folder and set of options; made anew
   * when an image file has changed. Node only. Default false.
   */
  readonly decodedCache?: boolean | string;
  /** Ends scanning, and decoding for "skip"; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export const DEFAULT_SHAPE: ImageShape = [224, 224, 3];
const DEFAULT_MEMORY_CACHE = 2 ** 28;

export type CompleteFolderOptions = ImageFolderOptions &
  Required<Pick<ImageFolderOptions, "shape" | "testFraction" | "seed" | "onBadImage" | "memoryCache">>;

export const imageFolderChecks: Checks<ImageFolderOptions> = {
  ...decodeChecks,
  classNames: texts,
  unlabeled: flag,
  testFraction: share,
  seed: finite,
  onBadImage: oneOf("error", "skip"),
  memoryCache: {
    expected: "a number of bytes, 0 or more",
    accepts: (value) => typeof value === "number" && value >= 0,
  },
  decodedCache: {
    expected: "true, false or the path of a folder",
    accepts: (value) => flag.accepts(value) || text.accepts(value),
  },
  signal: abortSignal,
};

/** The options, which are right, with their defaults. */
export const completeFolderOptions = (options: ImageFolderOptions): CompleteFolderOptions => ({
  ...options,
  shape: options.shape ?? DEFAULT_SHAPE,
  testFraction: options.testFraction ?? 0.2,
  seed: options.seed ?? 0,
  onBadImage: options.onBadImage ?? "error",
  memoryCache: options.memoryCache ?? DEFAULT_MEMORY_CACHE,
});

/** What a decoder is told of them. */
export function decodeOptionsOf(options: CompleteFolderOptions): DecodeOptions {
  const { shape, fit, background, invert, svg, maxPixels } = options;
  return { shape, fit, background, invert, svg, maxPixels };
}
