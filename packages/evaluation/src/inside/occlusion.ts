import { type Checks, count, finite, optionProblems } from "@imgcls/checks";
import { requireNone } from "../option-checks.js";
import { type MapsShape, requireMaps, type ValueMap } from "./value-map.js";

/** Class scores of `count` images, which are given one after the other. */
export type ScoresOf = (images: Float32Array, count: number) => Promise<ArrayLike<number>>;

export interface OcclusionOptions {
  /** Side of the square that covers a part of the image, pixels. Default: a quarter of the shorter side. */
  readonly size?: number;
  /** How far it moves, at most its side. Default: half its side. */
  readonly stride?: number;
  /** What it shows. Default: the mean of the image. */
  readonly fill?: number;
}

const CHECKS: Checks<OcclusionOptions> = { size: count, stride: count, fill: finite };

/** Covered images that are made before they are judged. */
const AT_ONCE = 32;

/**
 * Occlusion (Zeiler & Fergus, 2014, arXiv:1311.2901): how much the class score falls when a square covers the pixel, the mean
 * of all squares that do; below 0 where the class is more likely without what is there. The squares reach every pixel: the
 * last ones end at the border.
 *
 * @param image `[height, width, channels]`
 */
export async function occlusion(
  scoresOf: ScoresOf,
  image: ArrayLike<number>,
  shape: MapsShape,
  options: OcclusionOptions = {},
): Promise<ValueMap> {
  requireNone("occlusion", optionProblems("occlusion", options, CHECKS));
  requireMaps("occlusion", shape, { image });
  const [height, width] = shape;
  const size = Math.min(height, width, options.size ?? Math.ceil(Math.min(height, width) / 4));
  const stride = Math.min(size, options.stride ?? Math.ceil(size / 2));
  const fill = options.fill ?? meanOf(image);
  const squares = starts(height, size, stride).flatMap((top) =>
    starts(width, size, stride).map((left) => ({ top, left, size })),
  );
  const pixels = Float32Array.from(image);
  const [whole] = Array.from(await scoresOf(pixels, 1));
  const falls = new Float64Array(height * width);
  const covers = new Uint32Array(height * width);
  for (let start = 0; start < squares.length; start += AT_ONCE) {
    const group = squares.slice(start, start + AT_ONCE);
    const covered = new Float32Array(group.length * pixels.length);
    for (const [i, square] of group.entries()) {
      const own = covered.subarray(i * pixels.length, (i + 1) * pixels.length);
      own.set(pixels);
      cover(own, shape, square, fill);
    }
    const scores = await scoresOf(covered, group.length);
    for (const [i, square] of group.entries()) {
      for (const position of positionsIn(square, width)) {
        falls[position]! += whole! - scores[i]!;
        covers[position]! += 1;
      }
    }
  }
  return { values: Float32Array.from(falls, (fall, i) => fall / covers[i]!), height, width };
}

interface Square {
  readonly top: number;
  readonly left: number;
  readonly size: number;
}

function* positionsIn({ top, left, size }: Square, width: number): Generator<number> {
  for (let y = top; y < top + size; y++) for (let x = left; x < left + size; x++) yield y * width + x;
}

function cover(image: Float32Array, [, width, channels]: MapsShape, square: Square, fill: number): void {
  for (const position of positionsIn(square, width)) {
    image.fill(fill, position * channels, (position + 1) * channels);
  }
}

/** From 0 in steps, and the last place that still is inside. */
function starts(extent: number, size: number, stride: number): number[] {
  const last = extent - size;
  return [...Array.from({ length: Math.ceil(last / stride) }, (_, i) => i * stride), last];
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
