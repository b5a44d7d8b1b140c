import type { ImageShape } from "../labeled-images.js";
import { pixelsPerImage } from "../labeled-images.js";
import type { Random } from "../random.js";
import { colourProblems, define, fillProblems } from "./definition.js";
import { type MagnitudeTable, usualMagnitudes, wideMagnitudes } from "./magnitudes.js";
import { type Drawing, namedOperations, type OperationName } from "./named-operations.js";
import { betweenOperations } from "./ops/kernel-memory.js";
import type { PixelOperation } from "./ops/pixel-operation.js";
import {
  type Fill,
  fill,
  type Interpolation,
  interpolation,
  wholeNumberFrom,
  withDefault,
} from "./parameters.js";

/**
 * Random operations of one magnitude, one after the other, `torchvision.transforms.RandAugment` (Cubuk et al.,
 * "RandAugment: Practical automated data augmentation with a reduced search space", 2019).
 */
export interface RandAugment {
  readonly type: "RandAugment";
  /** Default 2. */
  readonly numOps?: number;
  /** 0 (nothing) to `numMagnitudeBins` − 1 (most). Default 9. */
  readonly magnitude?: number;
  /** Default 31. */
  readonly numMagnitudeBins?: number;
  /** Default "nearest". */
  readonly interpolation?: Interpolation;
  /** Grey level where the image does not reach, or one for each channel. Default 0. */
  readonly fill?: Fill;
}

/**
 * One random operation of a random magnitude, from a wide range, `torchvision.transforms.TrivialAugmentWide`
 * (Müller and Hutter, "TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation", 2021).
 */
export interface TrivialAugmentWide {
  readonly type: "TrivialAugmentWide";
  /** Default 31. */
  readonly numMagnitudeBins?: number;
  /** Default "nearest". */
  readonly interpolation?: Interpolation;
  /** Grey level where the image does not reach, or one for each channel. Default 0. */
  readonly fill?: Fill;
}

export const randAugment = (options: Omit<RandAugment, "type"> = {}): RandAugment => ({
  type: "RandAugment",
  ...options,
});

export const trivialAugmentWide = (options: Omit<TrivialAugmentWide, "type"> = {}): TrivialAugmentWide => ({
  type: "TrivialAugmentWide",
  ...options,
});

const bins = withDefault(wholeNumberFrom(2), 31);

export const randAugmentDefinition = define({
  parameters: {
    numOps: withDefault(wholeNumberFrom(1), 2),
    magnitude: withDefault(wholeNumberFrom(0), 9),
    numMagnitudeBins: bins,
    interpolation: interpolation("nearest"),
    fill,
  },
  problems: ({ magnitude, numMagnitudeBins, fill }, shape) => [
    ...colourProblems(shape),
    ...fillProblems(fill, shape),
    ...(magnitude < numMagnitudeBins
      ? []
      : [`expected magnitude to be below numMagnitudeBins (${numMagnitudeBins}), received ${magnitude}`]),
  ],
  compile: ({ numOps, magnitude, numMagnitudeBins, ...drawing }, shape) => {
    const choices = choicesFrom(usualMagnitudes(shape, numMagnitudeBins), shape, drawing);
    const bytes = pixelsPerImage(shape);
    return (image, out, { random }) => {
      const between = betweenOperations(bytes);
      let current = image;
      for (let i = 0; i < numOps; i++) {
        const target = i === numOps - 1 ? out : between[(i % 2) as 0 | 1];
        const choice = choices[random.integer(choices.length)]!;
        choice.operation(current, target, signedAmount(choice, magnitude, random));
        current = target;
      }
    };
  },
});

export const trivialAugmentWideDefinition = define({
  parameters: { numMagnitudeBins: bins, interpolation: interpolation("nearest"), fill },
  problems: ({ fill }, shape) => [...colourProblems(shape), ...fillProblems(fill, shape)],
  compile: ({ numMagnitudeBins, ...drawing }, shape) => {
    const choices = choicesFrom(wideMagnitudes(numMagnitudeBins), shape, drawing);
    return (image, out, { random }) => {
      const choice = choices[random.integer(choices.length)]!;
      choice.operation(image, out, signedAmount(choice, random.integer(numMagnitudeBins), random));
    };
  },
});

interface Choice {
  readonly operation: PixelOperation;
  readonly amounts: Float64Array | undefined;
  readonly signed: boolean;
}

function choicesFrom(table: MagnitudeTable, shape: ImageShape, drawing: Drawing): readonly Choice[] {
  const operations = namedOperations(shape, drawing);
  return Object.entries(table).map(([name, magnitudes]) => ({
    operation: operations[name as OperationName],
    ...magnitudes,
  }));
}

/** The amount at a magnitude, of either sign when the operation goes in two directions. */
function signedAmount({ amounts, signed }: Choice, magnitude: number, random: Random): number {
  const amount = amounts?.[magnitude] ?? 0;
  return signed && random.integer(2) === 0 ? -amount : amount;
}
