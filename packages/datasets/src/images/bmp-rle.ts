import { bmpCutOff } from "./bmp-header.js";

const [END_OF_LINE, END_OF_PICTURE, MOVE] = [0, 1, 2];

/**
 * Runs of 8-bit or 4-bit indices: a count and what is repeated, or 0 and a command: the end of a line or of the
 * picture, a move to the right and to later rows, or a count of indices as they are, filled up to 16 bits. Where
 * nothing is drawn there is the index 0.
 *
 * @returns `[height, width]`
 * @throws Error when the data ends before the picture
 */
export function unpackRle(data: Uint8Array, width: number, height: number, bits: 4 | 8): Uint8Array {
  const indices = new Uint8Array(width * height);
  let [at, x, y] = [0, 0, 0];
  const byte = (): number => {
    if (at >= data.length) throw bmpCutOff();
    return data[at++]!;
  };
  const draw = (index: number): void => {
    if (x < width) indices[y * width + x++] = index;
  };
  while (y < height && (y < height - 1 || x < width)) {
    const count = byte();
    const value = byte();
    if (count > 0) {
      for (let i = 0; i < count; i++) draw(bits === 8 ? value : i % 2 === 0 ? value >> 4 : value & 15);
    } else if (value === END_OF_LINE) {
      x = 0;
      y++;
    } else if (value === END_OF_PICTURE) break;
    else if (value === MOVE) {
      x += byte();
      y += byte();
    } else {
      for (let i = 0; i < value; ) {
        const some = byte();
        if (bits === 8) draw(some);
        else {
          draw(some >> 4);
          if (i + 1 < value) draw(some & 15);
        }
        i += 8 / bits;
      }
      at += at & 1;
    }
  }
  return indices;
}
