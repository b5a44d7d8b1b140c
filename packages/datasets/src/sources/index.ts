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
} as const satisfies Readonly<Record<string, DatasetSource>>;

export type DatasetId = keyof typeof sources;
