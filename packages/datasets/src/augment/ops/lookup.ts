/** Operations that replace each grey level by another one. All equal Pillow's `ImageOps` in every byte. */
import type { ImageShape } from "../../labeled-images.js";
import { byKernel } from "./kernel-memory.js";
import type { PixelOperation } from "./pixel-operation.js";

/** Grey levels from black to white and back. */
export const invert = byKernel<unknown>(({ kernels, bytes }, from, to) =>
  kernels.invertFrom(from, to, bytes, 0),
);

/** Keeps the highest `bits` of every grey level, 0 to 8. */
export const posterize: PixelOperation = byKernel(({ kernels, bytes }, from, to, bits) =>
  kernels.maskLevels(from, to, bytes, 256 - (1 << (8 - bits))),
);

/** Inverts grey levels from the threshold on. */
export function solarize(): PixelOperation {
  const invertFrom: PixelOperation = byKernel(({ kernels, bytes }, from, to, threshold) =>
    kernels.invertFrom(from, to, bytes, Math.max(0, Math.ceil(threshold))),
  );
  return (image, out, threshold) => {
    if (threshold > 255) out.set(image);
    else invertFrom(image, out, threshold);
  };
}

/** Stretches the grey levels of each channel to 0..255. */
export const autoContrast = ([, , channels]: ImageShape): PixelOperation =>
  byKernel(({ kernels, bytes }, from, to) => kernels.stretch(from, to, bytes, channels));

/** Spreads the grey levels of each channel so that all are about equally frequent. */
export const equalize = ([, , channels]: ImageShape): PixelOperation =>
  byKernel(({ kernels, bytes }, from, to) => kernels.equalize(from, to, bytes, channels));
