import { access } from "node:fs/promises";
import { ImageDecodeError } from "../errors.js";
import { checkDecodeOptions, type DecodeOptions, decodeError, invertPixels } from "./decode-options.js";
import { loadSharp } from "./sharp.js";

/** Behind `#decode-image` in Node; documented in decode-image.ts. */
export async function decodeImage(file: string | Uint8Array, options: DecodeOptions): Promise<Uint8Array> {
  checkDecodeOptions(options);
  const { shape, fit = "fill", invert = false } = options;
  const [height, width, channels] = shape;
  const sharp = await loadSharp();
  if (typeof file === "string") await mustExist(file);
  try {
    const { data, info } = await sharp(file)
      .autoOrient()
      .flatten({ background: "white" })
      .resize({ width, height, fit, background: "white" })
      .toColourspace(channels === 1 ? "b-w" : "srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== channels)
      throw new Error(`it has ${info.channels} channels instead of ${channels}`);
    const pixels = new Uint8Array(data);
    return invert ? invertPixels(pixels) : pixels;
  } catch (cause) {
    throw decodeError(file, cause);
  }
}

async function mustExist(path: string): Promise<void> {
  try {
    await access(path);
  } catch (cause) {
    throw new ImageDecodeError(path, "there is no such file, or it may not be read", { cause });
  }
}
