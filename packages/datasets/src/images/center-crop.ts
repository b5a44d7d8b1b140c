import { type Checks, count, oneOf } from "@imgcls/checks";
import { decodeRgb } from "#decode-image";
import { checkOptions } from "../option-checks.js";
import { decodeChecks, type RgbOptions } from "./decode-options.js";
import { resizeAndCut } from "./resize.js";
import type { Interpolation } from "./resize-weights.js";
import type { RgbImage } from "./rgb-image.js";

export interface CenterCropOptions extends RgbOptions {
  /** Side of the square that is cut out of the middle. */
  readonly size: number;
  /** Length that the shorter side is brought to first; at least `size`. */
  readonly shorterSide: number;
  /** With antialiasing. Default "bilinear". */
  readonly interpolation?: Interpolation;
}

const CHECKS: Checks<CenterCropOptions> = {
  size: count,
  shorterSide: count,
  interpolation: oneOf("bilinear", "bicubic"),
  background: decodeChecks.background,
  svg: decodeChecks.svg,
  maxPixels: decodeChecks.maxPixels,
};

/**
 * Reads an image file as pretrained networks are evaluated, `[size, size, 3]`, 0..255: to the bit what torchvision's `Resize`
 * and `CenterCrop` (and so timm) make of the decoded picture with Pillow. Everything else is as in `decodeImage`.
 *
 * @param file path (in a browser: URL), or the bytes of the file
 * @throws DatasetOptionsError, ImageDecodeError
 */
export async function decodeCenterCrop(
  file: string | Uint8Array,
  options: CenterCropOptions,
): Promise<Uint8Array> {
  checkOptions("decodeCenterCrop", options, CHECKS, () => {
    const { size, shorterSide } = options;
    if (size === undefined || shorterSide === undefined) return ["expected size and shorterSide"];
    return shorterSide < size
      ? [`expected shorterSide to be at least size, ${size}, received ${shorterSide}`]
      : [];
  });
  return centerCrop(await decodeRgb(file, options), options);
}

/** The same of pixels. */
export function centerCrop(
  { width, height, pixels }: RgbImage,
  { size, shorterSide, interpolation = "bilinear" }: CenterCropOptions,
): Uint8Array {
  const shorter = Math.min(width, height);
  const cut = (side: number) => {
    const newSize = Math.trunc((shorterSide * side) / shorter);
    return { size: newSize, span: { from: roundedHalfToEven((newSize - size) / 2), count: size } };
  };
  return resizeAndCut(pixels, { height, width }, { rows: cut(height), columns: cut(width) }, interpolation);
}

/** As Python's `round`. */
const roundedHalfToEven = (value: number): number =>
  value % 1 === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
