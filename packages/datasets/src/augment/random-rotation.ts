import { define, fillProblems } from "./definition.js";
import { uniform } from "./draws.js";
import { angles, centreOf, drawer, point } from "./geometry.js";
import { createCoefficients, setRotation } from "./ops/coefficients.js";
import { type Fill, fill, type Interpolation, interpolation, optional, type Range } from "./parameters.js";

/** Rotates by a random angle, `torchvision.transforms.RandomRotation` (without `expand`: all images keep one size). */
export interface RandomRotation {
  readonly type: "RandomRotation";
  /** Counter-clockwise: one number for as much to both sides, or from, to. */
  readonly degrees: number | Range;
  /** Default "nearest". */
  readonly interpolation?: Interpolation;
  /** `[x, y]` in pixels from the upper left corner. Default: the middle. */
  readonly center?: readonly [x: number, y: number] | null;
  /** Grey level where the image does not reach, or one for each channel. Default 0. */
  readonly fill?: Fill;
}

export const randomRotation = (
  degrees: RandomRotation["degrees"],
  options: Omit<RandomRotation, "type" | "degrees"> = {},
): RandomRotation => ({ type: "RandomRotation", degrees, ...options });

export const randomRotationDefinition = define({
  parameters: { degrees: angles, interpolation: interpolation("nearest"), center: optional(point), fill },
  problems: ({ fill }, shape) => fillProblems(fill, shape),
  compile: ({ degrees, interpolation, center, fill }, shape) => {
    const draw = drawer("affine", shape, interpolation, fill);
    const [x, y] = centreOf(center, shape);
    const coefficients = createCoefficients();
    return (image, out, { random }) => {
      setRotation(coefficients, uniform(random, degrees), x, y);
      draw(image, out, coefficients);
    };
  },
});
