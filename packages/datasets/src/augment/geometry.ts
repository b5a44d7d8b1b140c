/** What the augmentations that move pixels have in common. */
import type { ImageShape } from "../labeled-images.js";
import { fillOf } from "./definition.js";
import { affineNearest, type Draw, warpBilinear, warpNearest } from "./ops/warp.js";
import { type Interpolation, isNumbers, type Parameter, type Range, range } from "./parameters.js";

/** @param kind an affine map has a faster way */
export function drawer(
  kind: "affine" | "perspective",
  shape: ImageShape,
  interpolation: Interpolation,
  fill: readonly number[],
): Draw {
  const background = fillOf(fill, shape);
  if (kind === "affine" && interpolation === "nearest") return affineNearest(shape, background);
  const warp = interpolation === "nearest" ? warpNearest : warpBilinear;
  return (image, out, coefficients) => warp(image, out, shape, coefficients, background);
}

/** Degrees to both sides, or from, to. */
export const angles: Parameter<Range> = range(
  "degrees to both sides from 0, or [from, to]",
  () => true,
  (value) => (value < 0 ? undefined : [-value, value]),
);

/** `[x, y]` in pixels from the upper left corner. */
export const point: Parameter<readonly [x: number, y: number]> = {
  expected: "a point [x, y] in pixels from the upper left corner",
  read: (given) => (isNumbers(given, 2) ? [given[0]!, given[1]!] : undefined),
};

/** The given point, else the middle of the image. */
export const centreOf = (
  centre: readonly [x: number, y: number] | null,
  [height, width]: ImageShape,
): readonly [x: number, y: number] => centre ?? [width / 2, height / 2];
