import { decodeImage as decodeOnPlatform } from "#decode-image";
import type { DecodeOptions } from "./decode-options.js";

/**
 * Reads an image file of any size as pixels `[height, width, channels]`, 0..255: in Node any format that
 * sharp knows (JPEG, PNG, WebP, GIF, AVIF, TIFF, SVG), in a browser any that it knows. The EXIF orientation
 * is applied; transparent parts, and the borders of "contain", become white: with `invert`, black in the
 * result.
 *
 * @param file path (in a browser: URL), or the bytes of the file
 * @throws ImageDecodeError when there is no such file or it does not decode
 */
export const decodeImage = (file: string | Uint8Array, options: DecodeOptions): Promise<Uint8Array> =>
  decodeOnPlatform(file, options);
