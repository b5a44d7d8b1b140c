import { ImageDecodeError } from "../errors.js";
import type { ImageShape } from "../labeled-images.js";
import type { Fit } from "./placement.js";

/** Red, green and blue, 0..255. */
export type Rgb = readonly [red: number, green: number, blue: number];

export interface DecodeOptions {
  /** The size wanted; 1 channel gives grey, 3 give RGB. */
  readonly shape: ImageShape;
  /**
   * What happens to an image of other proportions: stretched ("fill"), cut to the middle ("cover") or
   * given borders of the background ("contain"). Default "fill".
   */
  readonly fit?: Fit;
  /** What shows through transparent parts, and the borders of "contain". Default white, `[255, 255, 255]`. */
  readonly background?: Rgb;
  /** Turn dark on light into light on dark, the form of MNIST. Default false. */
  readonly invert?: boolean;
  /** Draw SVG files too. Default false: they are programs, of any size they like. */
  readonly svg?: boolean;
  /** Pixels of the largest image that is decoded, before resizing. Default 268,402,689 (16,383 × 16,383). */
  readonly maxPixels?: number;
}

export const DEFAULT_MAX_PIXELS = 16_383 ** 2;
export const WHITE: Rgb = [255, 255, 255];

/** Everything that is wrong with the options, one sentence each. */
export function decodeOptionProblems(options: DecodeOptions): string[] {
  const { shape, fit = "fill", background = WHITE, maxPixels = DEFAULT_MAX_PIXELS } = options;
  const problems: string[] = [];
  const [height, width, channels] = shape;
  for (const [name, size] of Object.entries({ height, width, maxPixels })) {
    if (!Number.isInteger(size) || size < 1)
      problems.push(`expected ${name} to be a positive integer, received ${size}`);
  }
  if (channels !== 1 && channels !== 3) problems.push(`expected 1 or 3 channels, received ${channels}`);
  if (!["fill", "cover", "contain"].includes(fit)) {
    problems.push(`expected fit to be fill, cover or contain, received ${fit}`);
  }
  const isLevel = (level: number) => Number.isInteger(level) && level >= 0 && level <= 255;
  if (background.length !== 3 || !background.every(isLevel)) {
    problems.push(
      `expected background to be three levels from 0 to 255, received [${(background as readonly number[]).join(", ")}]`,
    );
  }
  return problems;
}

/** @throws Error with everything that is wrong */
export function checkDecodeOptions(options: DecodeOptions): void {
  const problems = decodeOptionProblems(options);
  if (problems.length > 0) throw new Error(`[imgcls/datasets] decodeImage: ${problems.join("; ")}.`);
}

/** For messages: the path, or how many bytes. */
export const describeInput = (file: string | Uint8Array): string =>
  typeof file === "string" ? file : `in ${file.length} bytes`;

export function decodeError(file: string | Uint8Array, cause: unknown): ImageDecodeError {
  if (cause instanceof ImageDecodeError)
    return new ImageDecodeError(describeInput(file), cause.reason, { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ImageDecodeError(
    describeInput(file),
    reason
      .trim()
      .replace(/\s*\n\s*/g, ", ")
      .replace(/\.$/, ""),
    { cause },
  );
}
