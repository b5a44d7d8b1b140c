import { random } from "../random.js";
import type { SplitOptions } from "../split.js";
import { indicesByClass } from "./class-counts.js";

/** The positions that `split` puts into each part, in order, for images with these labels. The options are right. */
export function splitIndices(
  labels: Int32Array,
  options: SplitOptions,
): [first: Uint32Array, second: Uint32Array] {
  const { length } = labels;
  const { fraction = 0, count = Math.round(fraction * length), seed = 0, stratified = false } = options;
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
