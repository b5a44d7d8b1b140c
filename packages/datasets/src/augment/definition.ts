import type { ImageShape } from "../labeled-images.js";
import type { Augmenter } from "./augmentation.js";
import type { Parameter } from "./parameters.js";

/** The values of all parameters, each in its one form. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * One kind of augmentation: what its data means. The data itself is plain JSON, so the same augmentation goes
 * into a model card, a command line and a worker.
 */
export interface Definition<Complete = Values> {
  /** In the order of torchvision's arguments. */
  readonly parameters: { readonly [Name in keyof Complete]: Parameter<Complete[Name]> };
  /** What is wrong with values that are each right, together or for images of this shape. Default: nothing. */
  problems?(values: NoInfer<Complete>, shape: ImageShape): readonly string[];
  /** Default: the shape that comes in. */
  outputShape?(values: NoInfer<Complete>, shape: ImageShape): ImageShape;
  /** Allocates whatever is needed for images of this shape; what it returns allocates nothing. */
  compile(values: NoInfer<Complete>, shape: ImageShape): Augmenter["apply"];
}

/** Infers the types of the values from the parameters. */
export const define = <Complete>(definition: Definition<Complete>): Definition<Complete> => definition;

/** For augmentations that know colours: 1 channel is grey, 3 are red, green and blue. */
export const colourProblems = ([, , channels]: ImageShape): readonly string[] =>
  channels === 1 || channels === 3 ? [] : [`expected images of 1 or 3 channels, received ${channels}`];

/** A fill has one entry for all channels, or one for each. */
export const fillProblems = (fill: readonly number[], [, , channels]: ImageShape): readonly string[] =>
  fill.length === 1 || fill.length === channels
    ? []
    : [
        `expected a fill of 1 or ${channels} grey levels for images of ${channels} channels, received ${fill.length}`,
      ];

/** `[channels]`. */
export const fillOf = (fill: readonly number[], [, , channels]: ImageShape): Uint8Array =>
  Uint8Array.from({ length: channels }, (_, channel) => fill[channel] ?? fill[0]!);
