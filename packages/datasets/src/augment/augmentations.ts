import { type AutoAugment, autoAugmentDefinition } from "./auto-augment.js";
import { type ColorJitter, colorJitterDefinition } from "./color-jitter.js";
import { type Cutout, cutoutDefinition } from "./cutout.js";
import type { Definition } from "./definition.js";
import { type ElasticTransform, elasticTransformDefinition } from "./elastic-transform.js";
import {
  type AlternatingFlip,
  alternatingFlipDefinition,
  horizontalFlipDefinition,
  type RandomHorizontalFlip,
  type RandomVerticalFlip,
  verticalFlipDefinition,
} from "./flips.js";
import { type GaussianBlur, gaussianBlurDefinition } from "./gaussian-blur.js";
import {
  type RandAugment,
  randAugmentDefinition,
  type TrivialAugmentWide,
  trivialAugmentWideDefinition,
} from "./rand-augment.js";
import { type RandomAffine, randomAffineDefinition } from "./random-affine.js";
import { type RandomCrop, randomCropDefinition } from "./random-crop.js";
import { type RandomErasing, randomErasingDefinition } from "./random-erasing.js";
import { type RandomGrayscale, randomGrayscaleDefinition } from "./random-grayscale.js";
import { type RandomPerspective, randomPerspectiveDefinition } from "./random-perspective.js";
import { type RandomResizedCrop, randomResizedCropDefinition } from "./random-resized-crop.js";
import { type RandomRotation, randomRotationDefinition } from "./random-rotation.js";

/** How images are changed while training: plain data, named as in torchvision, made by functions of that name. */
export type Augmentation =
  | AlternatingFlip
  | AutoAugment
  | ColorJitter
  | Cutout
  | ElasticTransform
  | GaussianBlur
  | RandAugment
  | RandomAffine
  | RandomCrop
  | RandomErasing
  | RandomGrayscale
  | RandomHorizontalFlip
  | RandomPerspective
  | RandomResizedCrop
  | RandomRotation
  | RandomVerticalFlip
  | TrivialAugmentWide;

export type AugmentationType = Augmentation["type"];

type DefinitionOf<One> = Definition<{ readonly [Name in keyof Omit<One, "type">]-?: unknown }>;

/** What each kind of augmentation means. */
export const definitions: {
  readonly [Type in AugmentationType]: DefinitionOf<Extract<Augmentation, { readonly type: Type }>>;
} = {
  AlternatingFlip: alternatingFlipDefinition,
  AutoAugment: autoAugmentDefinition,
  ColorJitter: colorJitterDefinition,
  Cutout: cutoutDefinition,
  ElasticTransform: elasticTransformDefinition,
  GaussianBlur: gaussianBlurDefinition,
  RandAugment: randAugmentDefinition,
  RandomAffine: randomAffineDefinition,
  RandomCrop: randomCropDefinition,
  RandomErasing: randomErasingDefinition,
  RandomGrayscale: randomGrayscaleDefinition,
  RandomHorizontalFlip: horizontalFlipDefinition,
  RandomPerspective: randomPerspectiveDefinition,
  RandomResizedCrop: randomResizedCropDefinition,
  RandomRotation: randomRotationDefinition,
  RandomVerticalFlip: verticalFlipDefinition,
  TrivialAugmentWide: trivialAugmentWideDefinition,
};

export const augmentationTypes = Object.keys(definitions) as readonly AugmentationType[];
