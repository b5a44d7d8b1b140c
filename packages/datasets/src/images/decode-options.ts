import { type Checks, count, flag, oneOf, within } from "@imgcls/checks";
import { ImageDecodeError } from "../errors.js";
import type { ImageShape } from "../labeled-images.js";
import { checkOptions } from "../option-checks.js";
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

/** Those that say which picture is in a file, whatever becomes of it. */
export type RgbOptions = Pick<DecodeOptions, "background" | "svg" | "maxPixels">;

export const DEFAULT_MAX_PIXELS = 16_383 ** 2;
export const WHITE: Rgb = [255, 255, 255];

const level = within(0, 255);
const isLevel = (value: unknown): boolean => Number.isInteger(value) && level.accepts(value);

export const decodeChecks: Checks<DecodeOptions> = {
  shape: {
    expected: "[height, width, channels], positive integers with 1 or 3 channels",
    accepts: (value) =>
      Array.isArray(value) &&
      value.length === 3 &&
      value.every(count.accepts) &&
      (value[2] === 1 || value[2] === 3),
  },
  fit: oneOf("fill", "cover", "contain"),
  background: {
    expected: "[red, green, blue], three levels from 0 to 255",
    accepts: (value) => Array.isArray(value) && value.length === 3 && value.every(isLevel),
  },
  invert: flag,
  svg: flag,
  maxPixels: count,
};

/** @throws DatasetOptionsError with everything that is wrong */
export const checkDecodeOptions = (options: DecodeOptions): void =>
  checkOptions("decodeImage", options, decodeChecks, () =>
    options.shape === undefined
      ? [`expected shape to be ${decodeChecks.shape.expected}, received nothing`]
      : [],
  );

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
