import { type DecodeOptions, type Rgb, WHITE } from "./decode-options.js";
import { finishPixels } from "./finish-pixels.js";
import { type Placement, placement } from "./placement.js";
import { createResizer } from "./resize.js";
import { resizeByKernel } from "./resize-by-kernel.js";

/** A decoded picture of any size. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]` */
  readonly pixels: Uint8Array;
}

/** Brings a picture to the size, channels and colours that the options ask for. */
export function fitted(image: RgbImage, options: DecodeOptions): Uint8Array {
  const { shape, fit = "fill" } = options;
  const place = placement(fit, image, { width: shape[1], height: shape[0] });
  return finishPixels(resized(image, place), place, options);
}

/** More are resized without a copy in the memory of the kernels, which never shrinks. */
const MOST_KERNEL_PIXELS = 2 ** 26;

/** The source of a placement in the size of its target, `[target height, target width, 3]`. */
export function resized({ width, height, pixels }: RgbImage, { source, target }: Placement): Uint8Array {
  const stride = 3 * width;
  const start = source.top * stride + 3 * source.left;
  const region = { pixels, start, stride, height: source.height, width: source.width };
  if (width * height <= MOST_KERNEL_PIXELS) return resizeByKernel(region, [target.height, target.width]);
  const out = new Uint8Array(3 * target.height * target.width);
  createResizer(source.height, [target.height, target.width, 3])(region, out);
  return out;
}

/**
 * What is seen of a picture with transparent parts.
 *
 * @param rgba `[…, 4]`, colours not multiplied by alpha
 * @returns `[…, 3]`
 */
export function overBackground(rgba: Uint8Array, background: Rgb = WHITE): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    const alpha = rgba[from + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      const level = rgba[from + channel]! * alpha + background[channel]! * (255 - alpha);
      rgb[to++] = (level + 127) / 255;
    }
  }
  return rgb;
}

/** @throws Error when a picture has more than `maxPixels` */
export function requireFewPixels(
  { width, height }: { readonly width: number; readonly height: number },
  maxPixels: number,
): void {
  if (width * height <= maxPixels) return;
  throw new Error(`it has ${width} × ${height} pixels, more than maxPixels, ${maxPixels}`);
}
