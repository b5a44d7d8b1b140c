import type { ImageShape } from "../../labeled-images.js";
import { byKernel } from "./kernel-memory.js";
import type { PixelOperation } from "./pixel-operation.js";

/**
 * Turns the hue circle by `factor` of a whole turn, −0.5..0.5. A grey image stays as it is. Goes by way of 8-bit
 * hue, saturation and value with the roundings of Pillow: equals torchvision on Pillow images in every byte.
 */
export const hue = ([, , channels]: ImageShape): PixelOperation =>
  channels === 1
    ? (image, out) => out.set(image)
    : byKernel(({ kernels, bytes }, from, to, factor) =>
        kernels.turnHue(from, to, bytes, Math.trunc(factor * 255)),
      );
