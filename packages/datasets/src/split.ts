import { type Checks, finite, flag, wholeNumber, within } from "@imgcls/checks";
import type { ImageSet, SameKind } from "./image-set.js";
import { checkOptions } from "./option-checks.js";
import { select } from "./sets/select.js";
import { splitIndices } from "./sets/split-indices.js";

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
 * @throws DatasetOptionsError when not exactly one of `fraction` and `count` is given, or an option is unknown or out
 * of range
 */
export function split<Data extends ImageSet>(
  data: Data,
  options: SplitOptions,
): [first: SameKind<Data>, second: SameKind<Data>] {
  checkOptions("split", options, CHECKS, () => problemsOf(data.length, options));
  const [first, second] = splitIndices(data.labels, options);
  return [select(data, first), select(data, second)];
}

const CHECKS: Checks<SplitOptions> = {
  fraction: within(0, 1),
  count: wholeNumber,
  seed: finite,
  stratified: flag,
};

function problemsOf(length: number, { fraction, count }: SplitOptions): string[] {
  if ((fraction === undefined) === (count === undefined)) {
    return [`expected either fraction or count, received ${fraction === undefined ? "neither" : "both"}`];
  }
  return count !== undefined && count > length
    ? [`expected a count from 0 to ${length} (the number of images), received ${count}`]
    : [];
}
