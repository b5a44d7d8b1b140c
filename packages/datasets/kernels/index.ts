/**
 * Pixel operations in AssemblyScript. They work on addresses: of an image that is read and of the memory for an
 * image that is written, which is another one. Behind each there are `SURPLUS` bytes that may be read and written,
 * so the last vector need not be cut off; vectors may also write what is written again after them.
 */
export { affineNearest } from "./affine";
export { blendWithGrey, blendWithLevel, blendWithMeanGrey, blendWithSmooth } from "./blend";
export { grayscale } from "./grey";
export { turnHue } from "./hue";
export { invertFrom, maskLevels } from "./levels";
export { resizeColumns, resizeRows } from "./resize";
export { equalize, stretch } from "./tables";

/** From here on memory is free for images. */
export function firstFreeAddress(): usize {
  return __heap_base;
}

/** Bytes behind an image: what fills up a block of 48, and a vector. */
export const SURPLUS: i32 = 64;
