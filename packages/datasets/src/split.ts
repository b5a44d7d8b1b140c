import type { ImageSet, SameKind } from "./image-set.js";
import { random } from "./random.js";
import { indicesByClass } from "./sets/class-counts.js";
import { select } from "./sets/select.js";

export interface SplitOptions {
  /** Share of the images that the first part gets, between 0 and 1. Give this or `count`. */
  readonly fraction?: number;
  /** Number of images that the first part gets. */
  readonly count?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Give every class the same share in both parts (to within one image). Default false. */
  readonly stratified?: boolean;
}

/**
 * Two parts that share no image, chosen at random; each keeps the order of `data`.
 * `const [train, validation] = split(data, { fraction: 0.9, stratified: true })`
 *
 * @throws Error when not exactly one of `fraction` and `count` is given, or it is out of range
 */
export function split<Data extends ImageSet>(
  data: Data,
  options: SplitOptions,
): [first: SameKind<Data>, second: SameKind<Data>] {
  const [first, second] = splitIndices(data.labels, options);
  return [select(data, first), select(data, second)];
}

/** The positions that `split` puts into each part, in order, for images with these labels. */
export function splitIndices(
  labels: Int32Array,
  options: SplitOptions,
): [first: Uint32Array, second: Uint32Array] {
  const { length } = labels;
  const count = firstCount(length, options);
  const { seed = 0, stratified = false } = options;
  const groups = stratified ? indicesByClass(labels) : [Array.from({ length }, (_, i) => i)];
  const shares = apportion(
    groups.map((group) => group.length),
    count,
  );
  const isFirst = new Uint8Array(length);
  groups.forEach((group, g) => {
    random(seed, "split", g).shuffle(group);
    for (const index of group.slice(0, shares[g])) isFirst[index] = 1;
  });
  const members = (part: number) =>
    Uint32Array.from({ length }, (_, i) => i).filter((i) => isFirst[i] === part);
  return [members(1), members(0)];
}

function firstCount(length: number, { fraction, count }: SplitOptions): number {
  if ((fraction === undefined) === (count === undefined)) {
    throw new Error(
      `[imgcls/datasets] split: expected either fraction or count, received ${fraction === undefined ? "neither" : "both"}.`,
    );
  }
  if (fraction !== undefined) {
    if (fraction >= 0 && fraction <= 1) return Math.round(fraction * length);
    throw new Error(`[imgcls/datasets] split: expected a fraction from 0 to 1, received ${fraction}.`);
  }
  if (Number.isInteger(count) && count! >= 0 && count! <= length) return count!;
  throw new Error(
    `[imgcls/datasets] split: expected a count from 0 to ${length} (the number of images), received ${count}.`,
  );
}

/** Shares `count` among groups in proportion to their sizes; the largest remainders get what rounding leaves. */
function apportion(sizes: readonly number[], count: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (total === 0 ? 0 : (size * count) / total));
  const shares = exact.map(Math.floor);
  let left = count - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((_, g) => g)
    .sort((a, b) => exact[b]! - shares[b]! - (exact[a]! - shares[a]!));
  for (const group of byRemainder) {
    if (left === 0) break;
    shares[group]!++;
    left--;
  }
  return shares;
}
