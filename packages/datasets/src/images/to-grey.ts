/**
 * Luma by ITU-R BT.601 in 16 fractional bits: Pillow's `convert("L")`, and so torchvision's `Grayscale`.
 *
 * @param rgb `[pixels, 3]`
 * @returns `out`, `[pixels]`
 */
export function toGrey(rgb: Uint8Array, out = new Uint8Array(rgb.length / 3)): Uint8Array {
  for (let i = 0, at = 0; i < out.length; i++, at += 3) {
    out[i] = (19595 * rgb[at]! + 38470 * rgb[at + 1]! + 7471 * rgb[at + 2]! + 0x8000) >> 16;
  }
  return out;
}
