import type { ImageShape } from "../../labeled-images.js";
import { byKernel } from "./kernel-memory.js";

const ofColours = byKernel<void>(({ kernels, bytes }, from, to) => kernels.grayscale(from, to, bytes));

/** All channels become the grey level. A grey image stays as it is. Equals Pillow in every byte. */
export function grayscale(image: Uint8Array, out: Uint8Array, [, , channels]: ImageShape): void {
  if (channels === 1) out.set(image);
  else ofColours(image, out);
}
