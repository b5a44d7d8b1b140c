import type { StoredSize } from "../image-set.js";

/** Numbers of one picture that say whether there is something to see in it. */
export interface PictureMeasures {
  /** Standard deviation of the grey levels, 0..127.5: 0 is one level everywhere. */
  readonly contrast: number;
  /** 99 of 100 pixels are no brighter than this level, 0..255. */
  readonly brightest: number;
  /** 95 of 100 pixels are no darker than this level, 0..255. */
  readonly darkest: number;
  /**
   * How steep its steepest edges are: of the absolute values of the Laplacian, at 128 pixels a side or fewer, that which 999 of 1,000 do
   * not exceed, by the range of the levels of 98 % of the pixels. Neither brightness nor contrast change it, nor how much of the picture
   * is smooth.
   */
  readonly sharpness: number;
  /** Of a file: the root of width · height as it is stored. */
  readonly side?: number;
  /** Of a file: its longer side by its shorter one. */
  readonly elongation?: number;
}

const histogram = new Uint32Array(256);

/**
 * @param grey `[height, width]`, 0..255
 * @param stored the size of its file, where it has one
 */
export function measurePicture(
  grey: Uint8Array,
  [height, width]: readonly [height: number, width: number],
  stored?: StoredSize,
): PictureMeasures {
  histogram.fill(0);
  for (const level of grey) histogram[level]!++;
  const brightest = levelAt(histogram, 0.99 * grey.length);
  const variance = varianceOf(histogram, grey.length);
  return {
    contrast: Math.sqrt(variance),
    brightest,
    darkest: levelAt(histogram, 0.05 * grey.length),
    sharpness: sharpnessOf({ grey, height, width }, brightest - levelAt(histogram, 0.01 * grey.length)),
    ...(stored && {
      side: Math.sqrt(stored.width * stored.height),
      elongation: Math.max(stored.width, stored.height) / Math.min(stored.width, stored.height),
    }),
  };
}

function varianceOf(counts: Uint32Array, total: number): number {
  let sum = 0;
  let squares = 0;
  for (let level = 0; level < 256; level++) {
    sum += level * counts[level]!;
    squares += level * level * counts[level]!;
  }
  return squares / total - (sum / total) ** 2;
}

/** The level that at least so many of those that are counted do not exceed. */
function levelAt(counts: Uint32Array, pixels: number): number {
  let level = 0;
  for (let seen = counts[0]!; seen < pixels; ) seen += counts[++level]!;
  return level;
}

/** Pictures with longer sides are halved: enlarged files have their edges there, and fine ones keep them. */
const MOST_SIDE = 128;
/** Levels: what compressing adds to the range of a picture with little contrast. */
const LEAST_RANGE = 4;

const slopes = new Uint32Array(4 * 255 + 1);

/** @param range between the levels of nearly all pixels */
function sharpnessOf(picture: Grey, range: number): number {
  let small = picture;
  while (Math.max(small.height, small.width) > MOST_SIDE) small = halved(small);
  const { grey, height, width } = small;
  if (Math.min(height, width) < 3) return 0;
  slopes.fill(0);
  // Of p(y−1, x) + p(y+1, x) + p(y, x−1) + p(y, x+1) − 4 p(y, x), where all of them are in the picture.
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      slopes[
        Math.abs(grey[at - width]! + grey[at + width]! + grey[at - 1]! + grey[at + 1]! - 4 * grey[at]!)
      ]!++;
    }
  }
  return levelAt(slopes, 0.999 * (height - 2) * (width - 2)) / (range + LEAST_RANGE);
}

interface Grey {
  readonly grey: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/** The mean of each 2×2 pixels. */
function halved({ grey, height, width }: Grey): Grey {
  const half = { grey: new Uint8Array((height >> 1) * (width >> 1)), height: height >> 1, width: width >> 1 };
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      const at = 2 * y * width + 2 * x;
      const sum = grey[at]! + grey[at + 1]! + grey[at + width]! + grey[at + width + 1]!;
      half.grey[y * half.width + x] = (sum + 2) >> 2;
    }
  }
  return half;
}
