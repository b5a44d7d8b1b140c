import type { ImageShape } from "../labeled-images.js";
import type { Random } from "../random.js";
import { define, fillProblems } from "./definition.js";
import { uniform } from "./draws.js";
import { angles, centreOf, drawer, point } from "./geometry.js";
import { createCoefficients, setAffine } from "./ops/coefficients.js";
import {
  type Fill,
  fill,
  type Interpolation,
  interpolation,
  isNumber,
  isNumbers,
  optional,
  type Parameter,
  type Range,
  range,
} from "./parameters.js";

/** Rotates, moves, scales and shears, keeping the middle, `torchvision.transforms.RandomAffine`. */
export interface RandomAffine {
  readonly type: "RandomAffine";
  /** Rotation, clockwise: one number for as much to both sides, or from, to. */
  readonly degrees: number | Range;
  /** Largest shift to both sides, in parts of the width and the height, 0..1. Default: none. */
  readonly translate?: readonly [x: number, y: number] | null;
  /** Factors from, to. Default: 1. */
  readonly scale?: Range | null;
  /** Degrees: one number or `[from, to]` along x, or `[from, to, from, to]` along x and y. Default: none. */
  readonly shear?: number | readonly number[] | null;
  /** Default "nearest". */
  readonly interpolation?: Interpolation;
  /** Grey level where the image does not reach, or one for each channel. Default 0. */
  readonly fill?: Fill;
  /** `[x, y]` in pixels from the upper left corner. Default: the middle. */
  readonly center?: readonly [x: number, y: number] | null;
}

export const randomAffine = (
  degrees: RandomAffine["degrees"],
  options: Omit<RandomAffine, "type" | "degrees"> = {},
): RandomAffine => ({ type: "RandomAffine", degrees, ...options });

const translate: Parameter<readonly [x: number, y: number]> = {
  expected: "[x, y] in parts of the width and the height, from 0 to 1",
  read: (given) =>
    isNumbers(given, 2) && given.every((part) => part >= 0 && part <= 1) ? [given[0]!, given[1]!] : undefined,
};

type Shear = readonly [fromX: number, toX: number, fromY: number, toY: number];

const shear: Parameter<Shear> = {
  expected: "degrees below 90: a number from 0, [from, to] along x, or [from, to, from, to] along x and y",
  read: (given) => {
    const along = isNumber(given)
      ? [-Math.max(0, given), given, 0, 0]
      : isNumbers(given, 2)
        ? [...given, 0, 0]
        : given;
    if (!isNumbers(along, 4) || !along.every((degrees) => Math.abs(degrees) < 90)) return undefined;
    const [fromX, toX, fromY, toY] = along as Shear;
    return fromX <= toX && fromY <= toY ? [fromX, toX, fromY, toY] : undefined;
  },
};

const scale = range("[from, to], factors above 0", (factor) => factor > 0);

export const randomAffineDefinition = define({
  parameters: {
    degrees: angles,
    translate: optional(translate),
    scale: optional(scale),
    shear: optional(shear),
    interpolation: interpolation("nearest"),
    fill,
    center: optional(point),
  },
  problems: ({ fill }, shape) => fillProblems(fill, shape),
  compile: ({ degrees, translate, scale, shear, interpolation, fill, center }, shape) => {
    const draw = drawer("affine", shape, interpolation, fill);
    const [x, y] = centreOf(center, shape);
    const [shiftX, shiftY] = largestShifts(translate, shape);
    const coefficients = createCoefficients();
    return (image, out, { random }) => {
      const angle = uniform(random, degrees);
      const moveX = shift(random, shiftX);
      const moveY = shift(random, shiftY);
      const factor = scale === null ? 1 : uniform(random, scale);
      const shearX = shear === null ? 0 : uniform(random, [shear[0], shear[1]]);
      const shearY = shear === null ? 0 : uniform(random, [shear[2], shear[3]]);
      setAffine(coefficients, angle, moveX, moveY, factor, shearX, shearY, x, y);
      draw(image, out, coefficients);
    };
  },
});

const largestShifts = (
  translate: readonly [x: number, y: number] | null,
  [height, width]: ImageShape,
): readonly [x: number, y: number] =>
  translate === null ? [0, 0] : [translate[0] * width, translate[1] * height];

/** Whole pixels. */
const shift = (random: Random, largest: number): number =>
  largest === 0 ? 0 : Math.round(uniform(random, [-largest, largest]));
