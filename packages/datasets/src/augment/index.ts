export type { Augmenter, Draw } from "./augmentation.js";
export { formatAugmentations, parseAugmentations } from "./augmentation-text.js";
export { type Augmentation, type AugmentationType, augmentationTypes } from "./augmentations.js";
export { createAugmenter } from "./augmenter.js";
export { type AutoAugment, autoAugment } from "./auto-augment.js";
export type { PolicyName } from "./auto-augment-policies.js";
export { type ColorJitter, colorJitter } from "./color-jitter.js";
export { type Cutout, cutout } from "./cutout.js";
export { type ElasticTransform, elasticTransform } from "./elastic-transform.js";
export {
  type AlternatingFlip,
  alternatingFlip,
  type RandomHorizontalFlip,
  type RandomVerticalFlip,
  randomHorizontalFlip,
  randomVerticalFlip,
} from "./flips.js";
export { type GaussianBlur, gaussianBlur } from "./gaussian-blur.js";
export { type CutMix, createMixer, cutMix, type Mix, type Mixer, type MixUp, mixUp } from "./mix.js";
export type { PaddingMode } from "./ops/crop.js";
export type { Fill, Interpolation } from "./parameters.js";
export { completeAugmentations } from "./plan.js";
export {
  type RandAugment,
  randAugment,
  type TrivialAugmentWide,
  trivialAugmentWide,
} from "./rand-augment.js";
export { type RandomAffine, randomAffine } from "./random-affine.js";
export { type RandomCrop, randomCrop } from "./random-crop.js";
export { type RandomErasing, randomErasing } from "./random-erasing.js";
export { type RandomGrayscale, randomGrayscale } from "./random-grayscale.js";
export { type RandomPerspective, randomPerspective } from "./random-perspective.js";
export { type RandomResizedCrop, randomResizedCrop } from "./random-resized-crop.js";
export { type RandomRotation, randomRotation } from "./random-rotation.js";
