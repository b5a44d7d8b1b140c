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
   * The variance of the Laplacian by the largest one among those of the picture at a half, a quarter and an eighth of its size: whether
   * edges go on to be edges when one looks closer. Neither brightness nor contrast change it. 0 where nothing varies.
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
  const variance = varianceOf(histogram, grey.length);
  return {
    contrast: Math.sqrt(variance),
    brightest: levelAt(0.99 * grey.length),
    darkest: levelAt(0.05 * grey.length),
    sharpness: sharpnessOf(grey, height, width),
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

/** The level that at least so many pixels do not exceed. */
function levelAt(pixels: number): number {
  let level = 0;
  for (let seen = histogram[0]!; seen < pixels; ) seen += histogram[++level]!;
  return level;
}

/** Of smaller pictures the Laplacian has too few pixels. */
const LEAST_SIDE = 14;
const HALVINGS = 3;
/** The variance that rounding levels to whole numbers gives a Laplacian: (4 · 1² + 4²) / 12. */
const ROUNDING = 20 / 12;

function sharpnessOf(grey: Uint8Array, height: number, width: number): number {
  let largest = 0;
  let coarser = { grey, height, width };
  for (let i = 0; i < HALVINGS && Math.min(coarser.height, coarser.width) >= 2 * LEAST_SIDE; i++) {
    coarser = halved(coarser);
    largest = Math.max(largest, laplacianVariance(coarser.grey, coarser.height, coarser.width));
  }
  const finest = Math.max(0, laplacianVariance(grey, height, width) - ROUNDING);
  return largest === 0 ? 0 : finest / largest;
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

/** Of p(y−1, x) + p(y+1, x) + p(y, x−1) + p(y, x+1) − 4 p(y, x), where all of them are in the picture. */
function laplacianVariance(grey: Uint8Array, height: number, width: number): number {
  const count = (height - 2) * (width - 2);
  if (height < 3 || width < 3) return 0;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      const value = grey[at - width]! + grey[at + width]! + grey[at - 1]! + grey[at + 1]! - 4 * grey[at]!;
      sum += value;
      squares += value * value;
    }
  }
  return squares / count - (sum / count) ** 2;
}
