import type { RgbImage } from "./rgb-image.js";

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const [HEADER, SCREEN_BYTES] = [6, 7];
const [EXTENSION, IMAGE] = [0x21, 0x2c];

/** Where the first frame of a GIF file is when it leaves some of the picture free; else `undefined`. */
export function partialFrame(bytes: Uint8Array): Box | undefined {
  const word = (at: number): number => bytes[at]! | (bytes[at + 1]! << 8);
  const [width, height, flags] = [word(HEADER), word(HEADER + 2), bytes[HEADER + 4]!];
  const colours = flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
  let at = HEADER + SCREEN_BYTES + colours;
  while (bytes[at] === EXTENSION) {
    // A label, then blocks with their length before them, until one of length 0.
    at += 2;
    while (bytes[at]! > 0) at += bytes[at]! + 1;
    at++;
  }
  if (bytes[at] !== IMAGE) return undefined;
  const frame = { left: word(at + 1), top: word(at + 3), width: word(at + 5), height: word(at + 7) };
  const isWhole = frame.left === 0 && frame.top === 0 && frame.width >= width && frame.height >= height;
  return isWhole ? undefined : frame;
}

/** In place: the picture with a colour around the box. */
export function paintAround({ width, height, pixels }: RgbImage, box: Box, colour: readonly number[]): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isInside = x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height;
      if (!isInside) pixels.set(colour, 3 * (y * width + x));
    }
  }
}
