import { define, fillProblems } from "./definition.js";
import { whole } from "./draws.js";
import { drawer } from "./geometry.js";
import { createCoefficients, setPerspective } from "./ops/coefficients.js";
import {
  type Fill,
  fill,
  type Interpolation,
  interpolation,
  numberWhere,
  probability,
  withDefault,
} from "./parameters.js";

/** Tilts the image: its corners move inwards by random amounts, `torchvision.transforms.RandomPerspective`. */
export interface RandomPerspective {
  readonly type: "RandomPerspective";
  /** How far a corner moves at most, in parts of half the width and height, 0..1. Default 0.5. */
  readonly distortionScale?: number;
  /** Default 0.5. */
  readonly p?: number;
  /** Default "bilinear". */
  readonly interpolation?: Interpolation;
  /** Grey level where the image does not reach, or one for each channel. Default 0. */
  readonly fill?: Fill;
}

export const randomPerspective = (options: Omit<RandomPerspective, "type"> = {}): RandomPerspective => ({
  type: "RandomPerspective",
  ...options,
});

const part = numberWhere("a number from 0 to 1", (value) => value >= 0 && value <= 1);

export const randomPerspectiveDefinition = define({
  parameters: {
    distortionScale: withDefault(part, 0.5),
    p: probability(0.5),
    interpolation: interpolation("bilinear"),
    fill,
  },
  problems: ({ fill }, shape) => [
    ...fillProblems(fill, shape),
    ...(Math.min(shape[0], shape[1]) < 2 ? ["expected images of at least 2×2 pixels"] : []),
  ],
  compile: ({ distortionScale, p, interpolation, fill }, shape) => {
    const [height, width] = shape;
    const draw = drawer("perspective", shape, interpolation, fill);
    const right = width - 1;
    const bottom = height - 1;
    const farX = Math.trunc(distortionScale * Math.floor(width / 2));
    const farY = Math.trunc(distortionScale * Math.floor(height / 2));
    const ends = new Float64Array(8);
    const coefficients = createCoefficients();
    return (image, out, { random }) => {
      if (random.uniform() >= p) {
        out.set(image);
        return;
      }
      for (let i = 0; i < ends.length; i += 2) {
        const moveX = whole(random, 0, farX);
        const moveY = whole(random, 0, farY);
        ends[i] = i === 0 || i === 6 ? moveX : right - moveX;
        ends[i + 1] = i < 4 ? moveY : bottom - moveY;
      }
      setPerspective(coefficients, right, bottom, ends);
      draw(image, out, coefficients);
    };
  },
});
