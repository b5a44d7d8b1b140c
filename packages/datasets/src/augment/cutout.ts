import { define, fillOf, fillProblems } from "./definition.js";
import { erase } from "./ops/erase.js";
import { type Fill, fill, wholeNumberFrom, withDefault } from "./parameters.js";

/**
 * Fills squares whose middle is a random pixel; what reaches over the edge is lost (DeVries and Taylor,
 * "Improved Regularization of Convolutional Neural Networks with Cutout", 2017; they take length 16 for
 * CIFAR-10 and 8 for CIFAR-100).
 */
export interface Cutout {
  readonly type: "Cutout";
  /** Side of the square in pixels. */
  readonly length: number;
  /** Default 1. */
  readonly holes?: number;
  /** Grey level, or one for each channel. Default 0. */
  readonly fill?: Fill;
}

export const cutout = (length: number, options: Omit<Cutout, "type" | "length"> = {}): Cutout => ({
  type: "Cutout",
  length,
  ...options,
});

export const cutoutDefinition = define({
  parameters: { length: wholeNumberFrom(1), holes: withDefault(wholeNumberFrom(1), 1), fill },
  problems: ({ fill }, shape) => fillProblems(fill, shape),
  compile: ({ length, holes, fill }, shape) => {
    const [height, width] = shape;
    const background = fillOf(fill, shape);
    const before = Math.floor(length / 2);
    return (image, out, { random }) => {
      out.set(image);
      for (let hole = 0; hole < holes; hole++) {
        const top = random.integer(height) - before;
        const left = random.integer(width) - before;
        erase(out, shape, top, left, length, length, background);
      }
    };
  },
});
