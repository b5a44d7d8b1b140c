import type { Definition } from "./definition.js";
import {
  type AlternatingFlip,
  alternatingFlipDefinition,
  horizontalFlipDefinition,
  type RandomHorizontalFlip,
  type RandomVerticalFlip,
  verticalFlipDefinition,
} from "./flips.js";
import { type RandomCrop, randomCropDefinition } from "./random-crop.js";

/** How images are changed while training: plain data, named as in torchvision, made by functions of that name. */
export type Augmentation = AlternatingFlip | RandomCrop | RandomHorizontalFlip | RandomVerticalFlip;

export type AugmentationType = Augmentation["type"];

type DefinitionOf<One> = Definition<{ readonly [Name in keyof Omit<One, "type">]-?: unknown }>;

/** What each kind of augmentation means. */
export const definitions: {
  readonly [Type in AugmentationType]: DefinitionOf<Extract<Augmentation, { readonly type: Type }>>;
} = {
  AlternatingFlip: alternatingFlipDefinition,
  RandomCrop: randomCropDefinition,
  RandomHorizontalFlip: horizontalFlipDefinition,
  RandomVerticalFlip: verticalFlipDefinition,
};

export const augmentationTypes = Object.keys(definitions) as readonly AugmentationType[];
