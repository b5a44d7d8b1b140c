/** The picture that the Python scripts of this folder draw: `[height, width, 3]`. */
export function picture(height: number, width: number): Uint8Array {
  const pixels = new Uint8Array(height * width * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = 7 * x + 13 * y + x * y;
      const blue = Math.floor((x * x) / 11) + Math.floor((y * y) / 7);
      pixels.set([level % 256, (level + 31) % 256, blue % 256], (y * width + x) * 3);
    }
  }
  return pixels;
}

export const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
