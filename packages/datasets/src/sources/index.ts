import type { LabeledImages } from "../labeled-images.js";
import { cifar10 } from "./cifar10.js";
import { cifar100 } from "./cifar100.js";
import { fashionMnist } from "./fashion-mnist.js";
import { imageFolderSource } from "./image-folder.js";
import { imageZipSource } from "./image-zip.js";
import { mnist } from "./mnist.js";
import type { SourceOpener } from "./place.js";
import type { DatasetSource } from "./source.js";
import { syntheticDigits } from "./synthetic-digits.js";
import { syntheticShapes } from "./synthetic-shapes.js";

/** Every data set that can be loaded, by id. */
export const sources = {
  mnist,
  "fashion-mnist": fashionMnist,
  cifar10,
  cifar100,
  "synthetic-digits": syntheticDigits,
  "synthetic-shapes": syntheticShapes,
} as const satisfies Readonly<Record<string, DatasetSource<LabeledImages>>>;

export type DatasetId = keyof typeof sources;

/** Data sets whose id says where they are, by prefix. */
export const sourcesByPrefix = {
  folder: imageFolderSource,
  zip: imageZipSource,
} as const satisfies Readonly<Record<string, SourceOpener>>;

export type DatasetPlace = keyof typeof sourcesByPrefix;
