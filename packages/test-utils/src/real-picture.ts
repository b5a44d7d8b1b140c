const SIZE = 224;

/** The picture that the logits of the real weights are of, `[224, 224, 3]`: `(7x + 3y + 50c + ⌊xy / 9⌋) mod 256`. */
export const realPicture = (): Uint8Array =>
  Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, index) => {
    const [c, x, y] = [index % 3, Math.floor(index / 3) % SIZE, Math.floor(index / 3 / SIZE)];
    return (7 * x + 3 * y + 50 * c + Math.floor((x * y) / 9)) % 256;
  });
