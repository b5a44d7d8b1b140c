import { anything, type Checks, finite, flag } from "@imgcls/checks";
import type { ImageSet, SameKind } from "../image-set.js";
import { checkOptions } from "../option-checks.js";
import { random } from "../random.js";
import { classCounts, indicesByClass } from "./class-counts.js";
import { positionsOf, select } from "./select.js";

export interface KFoldOptions {
  /** Number of folds, at least 2. Default 5. */
  readonly folds?: number;
  /** Give every class the same share in each fold (to within one image). Default false. */
  readonly stratified?: boolean;
  /** Choose the images of a fold at random; else they are those that follow each other. Default true. */
  readonly shuffle?: boolean;
  /** Default 0. */
  readonly seed?: number;
}

const DEFAULT_FOLDS = 5;

const CHECKS: Checks<KFoldOptions> = { folds: anything, stratified: flag, shuffle: flag, seed: finite };

/** Stratified, the largest class has an image in each fold. */
function problemsOf(data: ImageSet, { folds = DEFAULT_FOLDS, stratified }: KFoldOptions): string[] {
  const largest = stratified ? Math.max(0, ...classCounts(data)) : data.length;
  if (Number.isInteger(folds) && folds >= 2 && folds <= largest) return [];
  const what = stratified ? "images of the largest class" : "images";
  return [`expected folds to be an integer from 2 to ${largest} (${what}), received ${folds}`];
}

export interface Fold<Data extends ImageSet> {
  /** From 1. */
  readonly fold: number;
  readonly train: SameKind<Data>;
  /** Each image is in the test part of exactly one fold. */
  readonly test: SameKind<Data>;
}

/**
 * Cross-validation: as many pairs of parts as there are folds, each made when it is asked for. Both keep the
 * order of `data`. Without `shuffle`, the folds are those of scikit-learn's `KFold` and `StratifiedKFold`.
 *
 * @throws DatasetOptionsError for unknown or wrong options, and when there are fewer than two folds or fewer images than folds; stratified, when no class has
 * as many images as folds
 */
export function kFold<Data extends ImageSet>(data: Data, options: KFoldOptions = {}): Iterable<Fold<Data>> {
  checkOptions("kFold", options, CHECKS, () => problemsOf(data, options));
  const { folds = DEFAULT_FOLDS, stratified = false, shuffle = true, seed = 0 } = options;
  const groups = stratified ? indicesByClass(data.labels) : [Array.from(positionsOf(data))];
  const foldOf = new Uint32Array(data.length);
  const sizes = stratified
    ? stratifiedSizes(data, folds)
    : groups.map(({ length }) => evenSizes(length, folds));
  groups.forEach((group, g) => {
    const assigned = sizes[g]!.flatMap((size, fold) => new Array<number>(size).fill(fold));
    if (shuffle) random(seed, "folds", g).shuffle(assigned);
    group.forEach((index, i) => {
      foldOf[index] = assigned[i]!;
    });
  });
  return {
    *[Symbol.iterator]() {
      for (let fold = 0; fold < folds; fold++) {
        yield {
          fold: fold + 1,
          train: select(
            data,
            positionsOf(data).filter((index) => foldOf[index] !== fold),
          ),
          test: select(
            data,
            positionsOf(data).filter((index) => foldOf[index] === fold),
          ),
        };
      }
    },
  };
}

/** The first folds get what is left over. */
const evenSizes = (length: number, folds: number): number[] =>
  Array.from({ length: folds }, (_, fold) => Math.floor(length / folds) + (fold < length % folds ? 1 : 0));

/**
 * Deals the images, sorted by class, to the folds one by one, so what is left over of a class goes to other
 * folds than that of the class before: `[classes][folds]`. As scikit-learn does, classes are in the order in
 * which they first appear.
 */
function stratifiedSizes(data: ImageSet, folds: number): number[][] {
  const sizes = data.classNames.map(() => new Array<number>(folds).fill(0));
  const groups = indicesByClass(data.labels).map((indices, label) => ({ label, indices }));
  const byAppearance = groups.sort((a, b) => (a.indices[0] ?? data.length) - (b.indices[0] ?? data.length));
  const sorted = byAppearance.flatMap(({ label, indices }) => indices.map(() => label));
  sorted.forEach((label, i) => {
    sizes[label]![i % folds]!++;
  });
  return sizes;
}
