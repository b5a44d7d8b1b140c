/**
 * Photographs as people have them, in all the ways in which programs read one file differently. Drawn, so that none has to be
 * stored: 25 kinds, of each as many as are asked for.
 */
import sharp, { type Sharp } from "sharp";

export interface HardPicture {
  /** Such as "cmyk-3.jpg". */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const SCENES = ["dots", "stripes", "waves"] as const;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Drawn extends Size {
  /** RGBA; opaque, unless asked for. */
  readonly pixels: Uint8Array;
}

/** Two dimensions and a seed to 0..1, as noise that is the same everywhere. */
function noise(x: number, y: number, seed: number): number {
  let bits = Math.imul(x + 7919 * seed, 0x9e3779b1) ^ Math.imul(y + 1, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  return ((bits ^ (bits >>> 13)) >>> 0) / 2 ** 32;
}

/** How bright a scene is at a place of the unit square, 0..1. */
const PATTERNS: Readonly<Record<(typeof SCENES)[number], (x: number, y: number, turn: number) => number>> = {
  dots: (x, y, turn) => (Math.hypot(((7 * x + turn) % 1) - 0.5, ((7 * y) % 1) - 0.5) < 0.33 ? 0.9 : 0.25),
  stripes: (x, y, turn) => ((9 * (x * Math.cos(turn) + y * Math.sin(turn)) + 9) % 1 < 0.5 ? 0.8 : 0.2),
  waves: (x, y, turn) => 0.5 + 0.4 * Math.sin(12 * Math.hypot(x - 0.5, y - 0.4) + 6 * turn),
};

/** A scene in colours of its own, with a shade from corner to corner and grain. */
function scene(index: number, { width, height }: Size, isTransparent = false): Drawn {
  const pattern = PATTERNS[SCENES[index % SCENES.length]!];
  const longest = Math.max(width, height);
  const hues = [0, 1, 2].map((channel) => 0.55 + 0.45 * noise(channel, index, 1));
  const pixels = new Uint8Array(4 * width * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const bright = pattern(x / longest, y / longest, noise(index, 0, 2)) * (0.7 + (0.3 * x) / width);
      const grain = 30 * (noise(x, y, index) - 0.5);
      for (let c = 0; c < 3; c++) {
        pixels[at + c] = Math.max(
          0,
          Math.min(255, 255 * bright * hues[c]! + grain + (60 * c * y) / (2 * height)),
        );
      }
      pixels[at + 3] = isTransparent ? Math.min(255, (400 * y) / height) : 255;
    }
  }
  return { width, height, pixels };
}

const picture = ({ width, height, pixels }: Drawn): Sharp =>
  sharp(pixels, { raw: { width, height, channels: 4 } });
const opaque = (index: number, size: Size): Sharp => picture(scene(index, size)).removeAlpha();
const transparent = (index: number, size: Size): Sharp => picture(scene(index, size, true));

/** Sizes of photographs on the web, either way up. */
const usual = (index: number): Size => {
  const [long, short] = [500 + 97 * (index % 5), 375 + 41 * (index % 3)];
  return index % 2 === 0 ? { width: long, height: short } : { width: short, height: long };
};

type Kind = readonly [name: string, extension: string, make: (index: number) => Sharp];

const KINDS: readonly Kind[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map(
    (orientation): Kind => [
      `exif${orientation}`,
      "jpg",
      (i) => opaque(i, usual(i)).withMetadata({ orientation }).jpeg({ quality: 90 }),
    ],
  ),
  ["plain", "jpg", (i) => opaque(i, usual(i)).jpeg({ quality: 85 })],
  ["progressive", "jpg", (i) => opaque(i, { width: 1600, height: 1200 }).jpeg({ progressive: true })],
  ["12-megapixels", "jpg", (i) => opaque(i, { width: 4000, height: 3000 }).jpeg({ quality: 90 })],
  ["40-pixels", "jpg", (i) => opaque(i, { width: 40, height: 40 - 3 * (i % 4) }).jpeg()],
  ["40-pixels", "png", (i) => opaque(i, { width: 40 - 5 * (i % 3), height: 40 }).png()],
  ["wide", "jpg", (i) => opaque(i, { width: 3000, height: 90 + i }).jpeg()],
  ["tall", "png", (i) => opaque(i, { width: 80 + i, height: 2400 }).png({ compressionLevel: 1 })],
  ["grey", "jpg", (i) => opaque(i, usual(i)).greyscale().jpeg({ quality: 90 })],
  ["grey-alpha", "png", (i) => transparent(i, usual(i)).greyscale().png({ compressionLevel: 1 })],
  ["cmyk", "jpg", (i) => opaque(i, usual(i)).toColourspace("cmyk").jpeg({ quality: 90 })],
  ["cmyk-profile", "jpg", (i) => opaque(i, usual(i)).withIccProfile("cmyk").jpeg({ quality: 90 })],
  ["transparent", "png", (i) => transparent(i, usual(i)).png({ compressionLevel: 1 })],
  ["palette", "png", (i) => opaque(i, usual(i)).png({ palette: true, colours: 64, effort: 1 })],
  ["palette-alpha", "png", (i) => transparent(i, usual(i)).png({ palette: true, effort: 1 })],
  ["lossy", "webp", (i) => opaque(i, usual(i)).webp({ quality: 80, effort: 0 })],
  ["lossy-alpha", "webp", (i) => transparent(i, usual(i)).webp({ quality: 80, effort: 0 })],
  ["display-p3", "jpg", (i) => opaque(i, usual(i)).withIccProfile("p3").jpeg({ quality: 90 })],
];

/** Of each kind those with these numbers, from 0. */
export async function hardPictures(numbers: readonly number[]): Promise<HardPicture[]> {
  const files: HardPicture[] = [];
  for (const [kind, [name, extension, make]] of KINDS.entries()) {
    for (const number of numbers) {
      const bytes = await make(number * KINDS.length + kind).toBuffer();
      files.push({ name: `${name}-${number}.${extension}`, bytes: new Uint8Array(bytes) });
    }
  }
  return files;
}

/** Photographs to learn the scenes from, by their path. */
export async function scenePictures(perClass: number): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (let i = 0; i < perClass * SCENES.length; i++) {
    const bytes = await opaque(1000 + i, usual(i))
      .jpeg()
      .toBuffer();
    files.set(`${SCENES[(1000 + i) % SCENES.length]}/${i}.jpg`, new Uint8Array(bytes));
  }
  return files;
}
