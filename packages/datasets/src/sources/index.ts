import type { LabeledImages } from "../labeled-images.js";
import { cifar10 } from "./cifar10.js";
import { cifar100 } from "./cifar100.js";
import { fashionMnist } from "./fashion-mnist.js";
import { mnist } from "./mnist.js";
import type { DatasetSource } from "./source.js";
import { syntheticDigits } from "./synthetic-digits.js";

/** Every data set that can be loaded, by id. */
export const sources = {
  mnist,
  "fashion-mnist": fashionMnist,
  cifar10,
  cifar100,
  "synthetic-digits": syntheticDigits,
} as const satisfies Readonly<Record<string, DatasetSource<LabeledImages>>>;

export type DatasetId = keyof typeof sources;

/** Opens the images that lie at a place: the part of an id after its prefix, as in `folder:PATH`. */
export type SourceOpener = (place: string) => DatasetSource;

/** Data sets whose id says where they are, by prefix. */
export const sourcesByPrefix: Readonly<Record<string, SourceOpener>> = {};
