import { decodeImage as decodeOnPlatform } from "#decode-image";
import type { DecodeOptions } from "./decode-options.js";

/**
 * Reads an image file of any size as pixels `[height, width, channels]`, 0..255: JPEG, PNG, WebP, GIF, AVIF,
 * BMP, PPM, PGM and PBM, in Node TIFF too, in a browser whatever else it knows; of an animation the first frame. The EXIF orientation is applied, colours come as sRGB, 16 bits a channel as 8; transparent
 * parts, and the borders of "contain", take the colour of the background: white, with `invert` black in the
 * result. The whole picture is decoded, then resized: bilinear with antialiasing, to the bit as Pillow and torchvision's
 * `Resize`; grey is luma by ITU-R BT.601, as Pillow's `convert("L")`, and CMYK is (1 − ink) · (1 − black).
 *
 * @param file path (in a browser: URL), or the bytes of the file
 * @throws DatasetOptionsError when options are unknown or wrong, all at once
 * @throws ImageDecodeError when there is no such file, it does not decode or has too many pixels
 */
export const decodeImage = (file: string | Uint8Array, options: DecodeOptions): Promise<Uint8Array> =>
  decodeOnPlatform(file, options);
