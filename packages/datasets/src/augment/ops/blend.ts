/**
 * Brightness, contrast, saturation and sharpness: between a degenerate image (black, grey, colourless, blurred)
 * and the image itself, or beyond. Factor 0 gives the degenerate image, 1 the image, 2 the double difference:
 *
 *     out = degenerate + factor · (image − degenerate), cut off to whole numbers, 0..255
 *
 * in 32-bit floats, which is what Pillow's `ImageEnhance` and torchvision on Pillow images compute: equal in
 * every byte.
 */
import type { ImageShape } from "../../labeled-images.js";
import { byKernel } from "./kernel-memory.js";
import type { PixelOperation } from "./pixel-operation.js";

/** Blends with black. */
export const brightness = (_shape: ImageShape): PixelOperation =>
  byKernel(({ kernels, bytes }, from, to, factor) => kernels.blendWithLevel(from, to, bytes, 0, factor));

/** Blends with the mean grey level. */
export const contrast = ([, , channels]: ImageShape): PixelOperation =>
  byKernel(({ kernels, bytes }, from, to, factor) =>
    kernels.blendWithMeanGrey(from, to, bytes, channels, factor),
  );

/** Blends with the grey image. A grey image stays as it is. */
export const saturation = ([, , channels]: ImageShape): PixelOperation =>
  channels === 1
    ? (image, out) => out.set(image)
    : byKernel(({ kernels, bytes }, from, to, factor) => kernels.blendWithGrey(from, to, bytes, factor));

/** Blends with the image smoothed by [1 1 1; 1 5 1; 1 1 1] / 13, rounded. The outermost pixels stay as they are. */
export const sharpness = ([height, width, channels]: ImageShape): PixelOperation =>
  byKernel(({ kernels }, from, to, factor) =>
    kernels.blendWithSmooth(from, to, height, width * channels, channels, factor),
  );
