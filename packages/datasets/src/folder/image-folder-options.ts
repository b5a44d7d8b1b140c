import { type DecodeOptions, decodeOptionProblems } from "../images/decode-options.js";
import type { ImageShape } from "../labeled-images.js";

export interface ImageFolderOptions extends Omit<DecodeOptions, "shape"> {
  /**
   * `[height, width, channels]` that every image is brought to, 1 channel (grey) or 3 (RGB).
   * Default `[224, 224, 3]`.
   */
  readonly shape?: ImageShape;
  /** All class names in the order wanted. Default: the names of the folders in natural order (2 before 10). */
  readonly classNames?: readonly string[];
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

export type CheckedOptions = ImageFolderOptions &
  Required<Pick<ImageFolderOptions, "shape" | "testFraction" | "seed" | "onBadImage" | "memoryCache">>;

/**
 * The options with their defaults.
 *
 * @throws Error with everything that is wrong
 */
export function checkImageFolderOptions(name: string, options: ImageFolderOptions): CheckedOptions {
  const checked: CheckedOptions = {
    ...options,
    shape: options.shape ?? DEFAULT_SHAPE,
    testFraction: options.testFraction ?? 0.2,
    seed: options.seed ?? 0,
    onBadImage: options.onBadImage ?? "error",
    memoryCache: options.memoryCache ?? DEFAULT_MEMORY_CACHE,
  };
  const problems = decodeOptionProblems(checked);
  const { testFraction, seed, onBadImage, memoryCache } = checked;
  if (!(testFraction >= 0 && testFraction < 1)) {
    problems.push(`expected testFraction from 0 to less than 1, received ${testFraction}`);
  }
  if (!Number.isFinite(seed)) problems.push(`expected seed to be a finite number, received ${seed}`);
  if (onBadImage !== "error" && onBadImage !== "skip") {
    problems.push(`expected onBadImage to be "error" or "skip", received "${String(onBadImage)}"`);
  }
  if (!(memoryCache >= 0))
    problems.push(`expected memoryCache to be a number of bytes, received ${memoryCache}`);
  if (problems.length > 0) throw new Error(`[imgcls/datasets] ${name}: ${problems.join("; ")}.`);
  return checked;
}
