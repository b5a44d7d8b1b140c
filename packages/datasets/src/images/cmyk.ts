/**
 * Pictures of four inks. Their profiles are left aside, as Pillow's `convert("RGB")` does: what programs make of a CMYK
 * profile differs by tens of levels (black point, rendering intent), and most files have none.
 */
const START_OF_SCAN = 0xda;
/** C0 to CF without what is no frame: Huffman tables, an extension, arithmetic conditions (ITU-T T.81, table B.1). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Whether a JPEG file has four components. */
export function isCmykJpeg(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return false;
  for (let at = 2; bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    // Segments may be padded with FF.
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return bytes[at + 9] === 4;
    else if (marker === START_OF_SCAN) return false;
    else at += 2 + (bytes[at + 2]! << 8) + bytes[at + 3]!;
  }
  return false;
}

/**
 * Light that the inks let through: (1 − ink) · (1 − black), rounded down as Chromium does, so that it is the same in a page.
 *
 * @param inks `[…, 4]`, 255 is full
 * @returns `[…, 3]`
 */
export function rgbOfInks(inks: Uint8Array): Uint8Array {
  const pixels = new Uint8Array((inks.length / 4) * 3);
  for (let from = 0, to = 0; from < inks.length; from += 4) {
    const light = 255 - inks[from + 3]!;
    for (let ink = 0; ink < 3; ink++) pixels[to++] = ((255 - inks[from + ink]!) * light) / 255;
  }
  return pixels;
}
