/** What the pixel operations are, one pixel after another, as plainly as they can be written. */
import type { ImageShape } from "../src/labeled-images.js";

/** From an image `[height, width, channels]` to one of the same shape. */
export type Formula = (image: Uint8Array, shape: ImageShape, amount: number) => Uint8Array;

const limited = (level: number): number => Math.min(255, Math.max(0, Math.trunc(level)));

const luma = (image: Uint8Array, start: number): number =>
  (image[start]! * 19_595 + image[start + 1]! * 38_470 + image[start + 2]! * 7_471 + 0x8000) >> 16;

const greys = (image: Uint8Array, channels: number): Uint8Array =>
  channels === 1
    ? image
    : Uint8Array.from({ length: image.length / channels }, (_, pixel) => luma(image, pixel * channels));

const mean = (levels: Uint8Array): number =>
  Math.trunc(levels.reduce((sum, level) => sum + level, 0) / levels.length + 0.5);

/** Between the level `degenerateAt` a position and the image. */
const blend = (image: Uint8Array, degenerateAt: (i: number) => number, factor: number): Uint8Array =>
  image.map((level, i) => {
    const degenerate = degenerateAt(i);
    return limited(Math.fround(degenerate + Math.fround(Math.fround(factor) * (level - degenerate))));
  });

/** Each level of a channel by a function that its levels give. */
const byChannel =
  (mapOf: (levels: Uint8Array) => (level: number) => number): Formula =>
  (image, [, , channels]) => {
    const maps = Array.from({ length: channels }, (_, channel) =>
      mapOf(image.filter((_, i) => i % channels === channel)),
    );
    return image.map((level, i) => maps[i % channels]!(level));
  };

function smooth(image: Uint8Array, i: number, [height, width, channels]: ImageShape): number {
  const row = width * channels;
  const [y, x] = [Math.floor(i / row), Math.floor((i % row) / channels)];
  if (y === 0 || y === height - 1 || x === 0 || x === width - 1) return image[i]!;
  const sum = [-row, 0, row].reduce(
    (total, at) => total + image[i + at - channels]! + image[i + at]! + image[i + at + channels]!,
    4 * image[i]!,
  );
  return Math.round(sum / 13);
}

export const formulas: Readonly<Record<string, Formula>> = {
  brightness: (image, _shape, factor) => blend(image, () => 0, factor),
  contrast: (image, [, , channels], factor) => {
    const level = mean(greys(image, channels));
    return blend(image, () => level, factor);
  },
  saturation: (image, [, , channels], factor) => {
    const levels = greys(image, channels);
    return blend(image, (i) => levels[Math.floor(i / channels)]!, factor);
  },
  sharpness: (image, shape, factor) => blend(image, (i) => smooth(image, i, shape), factor),
  grayscale: (image, [, , channels]) => {
    const levels = greys(image, channels);
    return image.map((_, i) => levels[Math.floor(i / channels)]!);
  },
  invert: (image) => image.map((level) => 255 - level),
  posterize: (image, _shape, bits) => image.map((level) => level - (level % 2 ** (8 - bits))),
  solarize: (image, _shape, threshold) => image.map((level) => (level < threshold ? level : 255 - level)),
  autoContrast: byChannel((levels) => {
    const [least, greatest] = [Math.min(...levels), Math.max(...levels)];
    const scale = 255 / (greatest - least);
    return (level) => (greatest === least ? level : limited(level * scale + -least * scale));
  }),
  equalize: byChannel((levels) => {
    const greatest = Math.max(...levels);
    const step = Math.floor(levels.filter((level) => level !== greatest).length / 255);
    if (step === 0) return (level) => level;
    return (level) => limited((Math.floor(step / 2) + levels.filter((other) => other < level).length) / step);
  }),
};

/**
 * An affine map with the nearest pixel, in fixed point with 16 bits for the fraction; without rotation and shear by
 * adding up the step.
 */
export function affineFormula(
  image: Uint8Array,
  [height, width, channels]: ImageShape,
  [a, b, c, d, e, f]: readonly number[],
  fill: Uint8Array,
): Uint8Array {
  const fixed = (value: number): number => Math.floor(value * 65_536 + 0.5);
  const isScaled = b === 0 && d === 0;
  const us = sums(c! + a! * 0.5, a!, width);
  const vs = sums(f! + e! * 0.5, e!, height);
  return image.map((_, i) => {
    const pixel = Math.floor(i / channels);
    const [y, x] = [Math.floor(pixel / width), pixel % width];
    const u = isScaled
      ? us[x]!
      : Math.floor((fixed(c! + a! * 0.5 + b! * 0.5) + x * fixed(a!) + y * fixed(b!)) / 65_536);
    const v = isScaled
      ? vs[y]!
      : Math.floor((fixed(f! + d! * 0.5 + e! * 0.5) + x * fixed(d!) + y * fixed(e!)) / 65_536);
    const isInside = u >= 0 && u < width && v >= 0 && v < height;
    const channel = i % channels;
    return isInside ? image[(v * width + u) * channels + channel]! : fill[channel]!;
  });
}

/** Whole parts of `first`, `first + step`, `first + step + step`, … */
const sums = (first: number, step: number, length: number): number[] => {
  const all = [first];
  while (all.length < length) all.push(all.at(-1)! + step);
  return all.map(Math.floor);
};
