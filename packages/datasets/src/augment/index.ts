export type { Augmenter, Draw } from "./augmentation.js";
export type { Augmentation, AugmentationType } from "./augmentations.js";
export { augmentationTypes } from "./augmentations.js";
export { createAugmenter } from "./augmenter.js";
export {
  type AlternatingFlip,
  alternatingFlip,
  type RandomHorizontalFlip,
  type RandomVerticalFlip,
  randomHorizontalFlip,
  randomVerticalFlip,
} from "./flips.js";
export type { PaddingMode } from "./ops/crop.js";
export type { Fill, Interpolation } from "./parameters.js";
export { completeAugmentations } from "./plan.js";
export { type RandomCrop, randomCrop } from "./random-crop.js";
