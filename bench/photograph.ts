import { random } from "@imgcls/datasets";
import sharp from "sharp";

export const SHAPES = ["round", "square"] as const;
type Shape = (typeof SHAPES)[number];

const [WIDTH, HEIGHT] = [500, 375];

/** A JPEG file of 500×375 pixels and about 60 kB: soft shapes of a class, and some noise. */
export async function photograph(index: number, label: Shape): Promise<Buffer> {
  const draw = random(index, "photograph");
  const colour = () => `hsl(${draw.integer(360)} 60% ${30 + draw.integer(40)}%)`;
  const shapes = Array.from({ length: 12 }, () => {
    const [x, y, size] = [draw.integer(WIDTH), draw.integer(HEIGHT), 20 + draw.integer(100)];
    return label === "round"
      ? `<circle cx="${x}" cy="${y}" r="${size / 2}" fill="${colour()}"/>`
      : `<rect x="${x}" y="${y}" width="${size}" height="${size}" fill="${colour()}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="${colour()}"/>${shapes.join("")}</svg>`;
  const pixels = await sharp(Buffer.from(svg)).blur(1.5).removeAlpha().raw().toBuffer();
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = Math.max(0, Math.min(255, pixels[i]! + draw.integer(25) - 12));
  }
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
