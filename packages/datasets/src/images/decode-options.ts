import { ImageDecodeError } from "../errors.js";
import type { ImageShape } from "../labeled-images.js";

export interface DecodeOptions {
  /** The size wanted; 1 channel gives grey, 3 give RGB. */
  readonly shape: ImageShape;
  /**
   * What happens to an image of other proportions: stretched ("fill"), cut ("cover") or given
   * borders of the background ("contain"). Default "fill".
   */
  readonly fit?: "fill" | "cover" | "contain";
  /** Turn dark on light into light on dark, the form of MNIST. Default false. */
  readonly invert?: boolean;
}

/** @throws Error with everything that is wrong */
export function checkDecodeOptions({ shape, fit = "fill" }: DecodeOptions): void {
  const problems: string[] = [];
  const [height, width, channels] = shape;
  for (const [name, size] of Object.entries({ height, width })) {
    if (!Number.isInteger(size) || size < 1)
      problems.push(`expected ${name} to be a positive integer, received ${size}`);
  }
  if (channels !== 1 && channels !== 3) problems.push(`expected 1 or 3 channels, received ${channels}`);
  if (!["fill", "cover", "contain"].includes(fit)) {
    problems.push(`expected fit to be fill, cover or contain, received ${fit}`);
  }
  if (problems.length > 0) throw new Error(`[imgcls/datasets] decodeImage: ${problems.join("; ")}.`);
}

/** In place: light becomes dark. */
export function invertPixels(pixels: Uint8Array): Uint8Array {
  for (let i = 0; i < pixels.length; i++) pixels[i] = 255 - pixels[i]!;
  return pixels;
}

/** For messages: the path, or how many bytes. */
export const describeInput = (file: string | Uint8Array): string =>
  typeof file === "string" ? file : `in ${file.length} bytes`;

export function decodeError(file: string | Uint8Array, cause: unknown): ImageDecodeError {
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
