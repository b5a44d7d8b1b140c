import { random } from "../random.js";
import { define } from "./definition.js";
import { flipHorizontally, flipVertically } from "./ops/flip.js";
import { probability } from "./parameters.js";

/** Turns left and right of an image over, `torchvision.transforms.RandomHorizontalFlip`. */
export interface RandomHorizontalFlip {
  readonly type: "RandomHorizontalFlip";
  /** Default 0.5. */
  readonly p?: number;
}

/** Turns top and bottom of an image over, `torchvision.transforms.RandomVerticalFlip`. */
export interface RandomVerticalFlip {
  readonly type: "RandomVerticalFlip";
  /** Default 0.5. */
  readonly p?: number;
}

/**
 * Shows every image alternately as it is and turned over, one after the other epoch; which comes first is
 * drawn once for each image. An image is seen in both forms within any two epochs, which a random flip
 * leaves to chance (Jordan, "94% on CIFAR-10 in 3.29 seconds on a single GPU", 2024, section 3.6).
 */
export interface AlternatingFlip {
  readonly type: "AlternatingFlip";
}

export const randomHorizontalFlip = (p = 0.5): RandomHorizontalFlip => ({ type: "RandomHorizontalFlip", p });
export const randomVerticalFlip = (p = 0.5): RandomVerticalFlip => ({ type: "RandomVerticalFlip", p });
export const alternatingFlip = (): AlternatingFlip => ({ type: "AlternatingFlip" });

export const horizontalFlipDefinition = define({
  parameters: { p: probability(0.5) },
  compile:
    ({ p }, shape) =>
    (image, out, { random }) => {
      if (random.uniform() < p) flipHorizontally(image, out, shape);
      else out.set(image);
    },
});

export const verticalFlipDefinition = define({
  parameters: { p: probability(0.5) },
  compile:
    ({ p }, shape) =>
    (image, out, { random }) => {
      if (random.uniform() < p) flipVertically(image, out, shape);
      else out.set(image);
    },
});

export const alternatingFlipDefinition = define({
  parameters: {},
  compile: (_values, shape) => (image, out, draw) => {
    const first = random(draw.seed, "AlternatingFlip", draw.index).integer(2);
    if ((first + draw.epoch) % 2 === 1) flipHorizontally(image, out, shape);
    else out.set(image);
  },
});
