import { colourProblems, define } from "./definition.js";
import { grayscale } from "./ops/grey.js";
import { probability } from "./parameters.js";

/** Takes the colour out, all channels stay, `torchvision.transforms.RandomGrayscale`. */
export interface RandomGrayscale {
  readonly type: "RandomGrayscale";
  /** Default 0.1. */
  readonly p?: number;
}

export const randomGrayscale = (p = 0.1): RandomGrayscale => ({ type: "RandomGrayscale", p });

export const randomGrayscaleDefinition = define({
  parameters: { p: probability(0.1) },
  problems: (_values, shape) => colourProblems(shape),
  compile:
    ({ p }, shape) =>
    (image, out, { random }) => {
      if (random.uniform() < p) grayscale(image, out, shape);
      else out.set(image);
    },
});
