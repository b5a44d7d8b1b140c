import { type Checks, finite, flag, wholeNumber } from "@imgcls/checks";
import {
  copyImages,
  createLazyImages,
  type ImageSet,
  isInMemory,
  type LazyImages,
  type SameKind,
} from "../image-set.js";
import { type LabeledImages, pixelsPerImage } from "../labeled-images.js";
import { checkOptions } from "../option-checks.js";
import { random } from "../random.js";
import { splitIndices } from "./split-indices.js";

/**
 * The images at these positions, in this order, as a data set of its own: a copy of those in memory, a view
 * of a lazy data set. A position may come more than once.
 *
 * @throws Error for a position outside
 */
export function select<Data extends ImageSet>(data: Data, indices: ArrayLike<number>): SameKind<Data> {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (Number.isInteger(index) && index >= 0 && index < data.length) continue;
    throw new Error(
      `[imgcls/datasets] select: expected indices from 0 to ${data.length - 1}, received ${index} at position ${i}.`,
    );
  }
  const positions = Uint32Array.from(indices);
  return (
    isInMemory(data) ? copyOf(data, positions) : viewOf(data as LazyImages, positions)
  ) as SameKind<Data>;
}

export interface TakeOptions {
  /**
   * Choose them at random, each class in proportion to its size (to within one image), instead of the first ones:
   * images in folders come class by class, so that their first ones are of one class. Default false.
   */
  readonly stratified?: boolean;
  /** Of that choice. Default 0. */
  readonly seed?: number;
}

const CHECKS: Checks<TakeOptions> = { stratified: flag, seed: finite };

/**
 * The first `n` images (all of them when there are fewer), sharing memory with `data`; with `stratified`, `n` images of
 * all classes, in the order of `data`.
 *
 * @throws DatasetOptionsError when `n` is no count, or options are unknown or wrong
 */
export function take<Data extends ImageSet>(
  data: Data,
  n: number,
  options: TakeOptions = {},
): SameKind<Data> {
  checkOptions("take", options, CHECKS, () =>
    wholeNumber.accepts(n) ? [] : [`expected a count of images, received ${n}`],
  );
  const count = Math.min(n, data.length);
  const { stratified = false, seed = 0 } = options;
  return stratified && count < data.length
    ? select(data, splitIndices(data.labels, { count, stratified, seed })[0])
    : firstOf(data, count);
}

function firstOf<Data extends ImageSet>(data: Data, length: number): SameKind<Data> {
  const labels = data.labels.subarray(0, length);
  // The first positions of a lazy data set are what they were.
  const part: ImageSet = isInMemory(data)
    ? { ...data, images: data.images.subarray(0, length * pixelsPerImage(data.shape)), labels, length }
    : { ...(data as LazyImages), labels, length };
  return part as SameKind<Data>;
}

/** The images whose class and position `keep` wants, in the order of the data set. */
export function filter<Data extends ImageSet>(
  data: Data,
  keep: (label: number, index: number) => boolean,
): SameKind<Data> {
  return select(
    data,
    positionsOf(data).filter((index) => keep(data.labels[index]!, index)),
  );
}

/** The images in a random order that depends only on the seed (default 0). */
export function shuffle<Data extends ImageSet>(data: Data, seed = 0): SameKind<Data> {
  return select(data, random(seed, "shuffle").shuffle(positionsOf(data)));
}

/** 0, 1, 2, … */
export const positionsOf = ({ length }: { readonly length: number }): Uint32Array =>
  Uint32Array.from({ length }, (_, index) => index);

/** A plain loop: it is part of every batch, and `Int32Array.from` with a function takes ten times as long. */
export function labelsAt({ labels }: Pick<ImageSet, "labels">, positions: Uint32Array): Int32Array {
  const result = new Int32Array(positions.length);
  for (let i = 0; i < positions.length; i++) result[i] = labels[positions[i]!]!;
  return result;
}

function copyOf(data: LabeledImages, positions: Uint32Array): LabeledImages {
  const images = new Uint8Array(positions.length * pixelsPerImage(data.shape));
  copyImages(data, positions, images);
  return { ...data, images, labels: labelsAt(data, positions), length: positions.length };
}

function viewOf(data: LazyImages, positions: Uint32Array): LazyImages {
  return createLazyImages({
    ...data,
    labels: labelsAt(data, positions),
    read: (indices, ...how) =>
      data.read(
        Uint32Array.from(indices, (index) => positions[index]!),
        ...how,
      ),
    pathOf: data.pathOf && ((index) => data.pathOf!(positions[index]!)),
    sizeOf: data.sizeOf && ((index) => data.sizeOf!(positions[index]!)),
  });
}
