/** One augmentation of every type, and what they make of the same images on every platform. */
import type { Augmentation } from "../src/augment/augmentations.js";
import { createAugmenter } from "../src/augment/augmenter.js";
import { autoAugment } from "../src/augment/auto-augment.js";
import { colorJitter } from "../src/augment/color-jitter.js";
import { cutout } from "../src/augment/cutout.js";
import { elasticTransform } from "../src/augment/elastic-transform.js";
import { alternatingFlip, randomHorizontalFlip, randomVerticalFlip } from "../src/augment/flips.js";
import { gaussianBlur } from "../src/augment/gaussian-blur.js";
import { randAugment, trivialAugmentWide } from "../src/augment/rand-augment.js";
import { randomAffine } from "../src/augment/random-affine.js";
import { randomCrop } from "../src/augment/random-crop.js";
import { randomErasing } from "../src/augment/random-erasing.js";
import { randomGrayscale } from "../src/augment/random-grayscale.js";
import { randomPerspective } from "../src/augment/random-perspective.js";
import { randomResizedCrop } from "../src/augment/random-resized-crop.js";
import { randomRotation } from "../src/augment/random-rotation.js";
import { type ImageShape, pixelsPerImage } from "../src/labeled-images.js";
import { random } from "../src/random.js";

export const examples: Readonly<Record<Augmentation["type"], Augmentation>> = {
  AlternatingFlip: alternatingFlip(),
  AutoAugment: autoAugment("cifar10"),
  ColorJitter: colorJitter({ brightness: 0.5, contrast: 0.4, saturation: 0.3, hue: 0.2 }),
  Cutout: cutout(6),
  ElasticTransform: elasticTransform({ alpha: 30, sigma: 2 }),
  GaussianBlur: gaussianBlur(5),
  RandAugment: randAugment(),
  RandomAffine: randomAffine(20, { translate: [0.1, 0.2], scale: [0.8, 1.2], shear: [-5, 5, -3, 3] }),
  RandomCrop: randomCrop(null, { padding: 3, paddingMode: "reflect" }),
  RandomErasing: randomErasing({ p: 0.8, value: "random" }),
  RandomGrayscale: randomGrayscale(0.5),
  RandomHorizontalFlip: randomHorizontalFlip(),
  RandomPerspective: randomPerspective({ p: 0.8 }),
  RandomResizedCrop: randomResizedCrop(),
  RandomRotation: randomRotation(30, { interpolation: "bilinear" }),
  RandomVerticalFlip: randomVerticalFlip(),
  TrivialAugmentWide: trivialAugmentWide(),
};

export const noise = (shape: ImageShape): Uint8Array => {
  const stream = random(9, "noise");
  return Uint8Array.from({ length: pixelsPerImage(shape) }, () => stream.integer(256));
};

/** FNV-1a of fifty augmented images of 14×11×3, in hexadecimal. */
export function digest(augmentation: Augmentation): string {
  const shape: ImageShape = [14, 11, 3];
  const image = noise(shape);
  const { apply, outputShape } = createAugmenter([augmentation], shape);
  const out = new Uint8Array(pixelsPerImage(outputShape));
  let hash = 0x811c9dc5;
  for (let index = 0; index < 50; index++) {
    apply(image, out, { random: random(1, "digest", index), seed: 1, epoch: 1, index });
    for (const level of out) hash = Math.imul(hash ^ level, 0x01000193);
  }
  return (hash >>> 0).toString(16);
}

export const digests: Readonly<Record<Augmentation["type"], string>> = {
  AlternatingFlip: "780d7835",
  AutoAugment: "afa1625d",
  ColorJitter: "cff8ac3c",
  Cutout: "fbc64b74",
  ElasticTransform: "fde3d62b",
  GaussianBlur: "f3f3842d",
  RandAugment: "5b8d3682",
  RandomAffine: "f3b92821",
  RandomCrop: "1292941c",
  RandomErasing: "b4e86fc5",
  RandomGrayscale: "8873f4da",
  RandomHorizontalFlip: "4c2a76e5",
  RandomPerspective: "dfcaedd6",
  RandomResizedCrop: "20c2736f",
  RandomRotation: "c82f1b0b",
  RandomVerticalFlip: "af2e8e6d",
  TrivialAugmentWide: "9677b353",
};
