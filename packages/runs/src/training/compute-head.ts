/** The last layer by logistic regression on the features of the layers before it. */
import { classCounts, type ImageSet } from "@imgcls/datasets";
import type { LossConfig, UsedHead } from "@imgcls/training";
import {
  type ChosenStrength,
  chooseStrength,
  crossValidate,
  type LinearHead,
  logisticRegression,
} from "@imgcls/transfer";
import { type LayersModel, tensor, tidy } from "@tensorflow/tfjs";
import { mirrored } from "../features/mirrored.js";
import type { RegressionHead } from "../recipe/head.js";
import { RecipeError } from "../recipe/problems.js";

/** Features of images by what they are of, `[images, width]`. */
export type FeaturesOf = (images: ImageSet, part: "train" | "mirrored") => Promise<Float32Array>;

export interface HeadJob {
  readonly settings: RegressionHead;
  /** The images that it is trained on. */
  readonly images: ImageSet;
  readonly featuresOf: FeaturesOf;
  /** Whose weights of classes count. */
  readonly loss: LossConfig;
  readonly seed: number;
}

export interface ComputedHead {
  /** Of features as they are: logits are `features · kernel + bias`. */
  readonly head: LinearHead;
  /** For the card. */
  readonly facts: UsedHead;
  /** What it says of training images that it was computed without; undefined where nothing could be left out. */
  readonly outOfFold: ChosenStrength["outOfFold"] | undefined;
}

/**
 * How far features are standardized: on 10 classes of CIFAR-10 (`bench/transfer.ts`) 0.8 is right a little more often than 1, and
 * tells better what is of none of the classes. It was chosen on the images that docs/results.md judges it by.
 */
export const STANDARDIZATION = 0.8;

/** How often images are dealt to folds anew, for the accuracy's interval. */
const REPEATS = 4;
/** The strength where there is nothing to choose it by. */
const UNCHOSEN_STRENGTH = 1e-3;

/** @throws RecipeError when a class has no images */
export async function computeHead({
  settings,
  images,
  featuresOf,
  loss,
  seed,
}: HeadJob): Promise<ComputedHead> {
  const { strength: wanted, folds, flips } = settings;
  const counts = classCounts(images);
  requireEveryClass(images.classNames, counts);
  const own = await featuresOf(images, "train");
  const features = flips ? joined(own, await featuresOf(mirrored(images), "mirrored")) : own;
  const labels = flips ? joinedLabels(images.labels) : images.labels;
  const options = {
    classes: images.classNames.length,
    standardization: STANDARDIZATION,
    ...(loss.classWeights && { classWeight: loss.classWeights }),
  };
  const judged = { ...options, folds, seed, ...(flips && { groups: copies(images.length) }) };
  const canJudge = counts.some((count) => count > 1);
  const strengths = wanted === "auto" ? undefined : [wanted];
  const chosen = canJudge
    ? chooseStrength(features, labels, { ...judged, ...(strengths && { strengths }) })
    : undefined;
  const strength = chosen?.strength ?? (wanted === "auto" ? UNCHOSEN_STRENGTH : wanted);
  const { kernel, bias } = chosen?.head ?? logisticRegression(features, labels, { ...options, strength });
  const validated = canJudge
    ? crossValidate(features, labels, { ...judged, strength, repeats: REPEATS })
    : undefined;
  return {
    head: { kernel, bias },
    outOfFold: chosen?.outOfFold,
    facts: {
      type: "logisticRegression",
      strength,
      features: own.length / images.length,
      images: images.length,
      ...(validated && {
        crossValidation: {
          accuracy: validated.accuracy,
          interval: validated.interval,
          folds: validated.folds.length / REPEATS,
          repeats: REPEATS,
        },
      }),
    },
  };
}

/** Gives the model's last layer the weights of a head. */
export function setHead(model: LayersModel, { kernel, bias }: LinearHead): void {
  const layer = model.layers.at(-1)!;
  tidy(() => layer.setWeights([tensor(kernel, [kernel.length / bias.length, bias.length]), tensor(bias)]));
}

function requireEveryClass(classNames: readonly string[], counts: readonly number[]): void {
  const without = classNames.filter((_, label) => counts[label] === 0);
  if (without.length === 0) return;
  throw new RecipeError([
    `recipe.head: a head is computed on images of every class, and there are no training images of ${without.join(", ")}: add some, or take the class away`,
  ]);
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const all = new Float32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

const joinedLabels = (labels: Int32Array): Int32Array => Int32Array.from([...labels, ...labels]);

/** Image and mirror image are one: [0, 1, …, 0, 1, …]. */
const copies = (images: number): Int32Array => Int32Array.from({ length: 2 * images }, (_, i) => i % images);
