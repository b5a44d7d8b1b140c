import { anything, type Checks, optionProblems, positive, unknownName } from "@imgcls/checks";
import type { Batch } from "../batches.js";
import { AugmentationError } from "../errors.js";
import { type ImageShape, pixelsPerImage } from "../labeled-images.js";
import type { Random } from "../random.js";
import { symmetricBeta } from "./beta.js";

/** Blends each image with its neighbour in the batch, `torchvision.transforms.v2.MixUp` (Zhang et al., 2017). */
export interface MixUp {
  readonly type: "MixUp";
  /** The share of the image itself is drawn from Beta(alpha, alpha), once a batch. Default 1: uniform. */
  readonly alpha?: number;
}

/** Puts a box of its neighbour into each image, `torchvision.transforms.v2.CutMix` (Yun et al., 2019). */
export interface CutMix {
  readonly type: "CutMix";
  /** The share of the image itself is drawn from Beta(alpha, alpha), once a batch. Default 1: uniform. */
  readonly alpha?: number;
}

/** How the images of a batch are mixed with each other. Plain data. */
export type Mix = MixUp | CutMix;

export const mixUp = (alpha = 1): MixUp => ({ type: "MixUp", alpha });
export const cutMix = (alpha = 1): CutMix => ({ type: "CutMix", alpha });

/** The batch with mixed images and with `softLabels`; its `labels` stay those of the images themselves. */
export type Mixer = (batch: Batch, random: Random) => Batch & { readonly softLabels: Float32Array };

/**
 * Mixes batches in one of the given ways, drawn anew for every batch. An image is mixed with the one before it,
 * the first with the last: batches must come shuffled.
 *
 * @param data shape of the images and number of classes
 * @throws AugmentationError with everything that is wrong
 */
export function createMixer(
  mixes: readonly Mix[],
  { shape, classes }: { readonly shape: ImageShape; readonly classes: number },
): Mixer {
  const problems = mixes.flatMap(problemsOf);
  if (mixes.length === 0) problems.push('expected { type: "MixUp" } or { type: "CutMix" }, received none');
  if (!Number.isInteger(classes) || classes < 1) {
    problems.push(`expected classes to be a positive whole number, received ${classes}`);
  }
  if (problems.length > 0) throw new AugmentationError(problems);
  return (batch, random) => {
    const { type, alpha = 1 } = mixes[random.integer(mixes.length)]!;
    const drawn = symmetricBeta(random, alpha);
    const images = new Uint8Array(batch.images.length);
    const share =
      type === "MixUp"
        ? blendNeighbours(batch.images, images, pixelsPerImage(shape), drawn)
        : pasteBoxes(batch.images, images, shape, drawBox(random, shape, drawn));
    return { ...batch, images, softLabels: softLabels(batch.labels, classes, share) };
  };
}

const CHECKS: Checks<Mix> = { type: anything, alpha: positive };

function problemsOf(mix: Mix): string[] {
  const { type } = mix;
  if (type === "MixUp" || type === "CutMix") return optionProblems(type, mix, CHECKS);
  return [unknownName("mix", String(type), ["MixUp", "CutMix"])];
}

/** share · image + (1 − share) · neighbour, rounded. Returns the share. */
function blendNeighbours(images: Uint8Array, out: Uint8Array, pixels: number, share: number): number {
  for (let start = 0; start < images.length; start += pixels) {
    const neighbour = (start === 0 ? images.length : start) - pixels;
    for (let i = 0; i < pixels; i++) {
      const other = images[neighbour + i]!;
      out[start + i] = other + share * (images[start + i]! - other) + 0.5;
    }
  }
  return share;
}

interface Edges {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A box around a random pixel that covers 1 − share of the image where it does not reach over the edge. */
function drawBox(random: Random, [height, width]: ImageShape, share: number): Edges {
  const x = random.integer(width);
  const y = random.integer(height);
  const half = 0.5 * Math.sqrt(1 - share);
  const [halfWidth, halfHeight] = [Math.trunc(half * width), Math.trunc(half * height)];
  return {
    top: Math.max(0, y - halfHeight),
    left: Math.max(0, x - halfWidth),
    bottom: Math.min(height, y + halfHeight),
    right: Math.min(width, x + halfWidth),
  };
}

/** Copies the box from the neighbours. Returns the share of each image that is left. */
function pasteBoxes(images: Uint8Array, out: Uint8Array, shape: ImageShape, box: Edges): number {
  const [height, width, channels] = shape;
  const pixels = pixelsPerImage(shape);
  out.set(images);
  for (let start = 0; start < images.length; start += pixels) {
    const neighbour = (start === 0 ? images.length : start) - pixels;
    for (let y = box.top; y < box.bottom; y++) {
      const from = (y * width + box.left) * channels;
      const to = (y * width + box.right) * channels;
      out.set(images.subarray(neighbour + from, neighbour + to), start + from);
    }
  }
  return 1 - ((box.right - box.left) * (box.bottom - box.top)) / (height * width);
}

/** `[size, classes]`: `share` of the own class and the rest of the neighbour's. */
function softLabels(labels: Int32Array, classes: number, share: number): Float32Array {
  const soft = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) {
    soft[i * classes + labels[i]!]! += share;
    soft[i * classes + labels.at(i - 1)!]! += 1 - share;
  }
  return soft;
}
