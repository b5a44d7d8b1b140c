import type { Examples } from "../examples.js";
import { randomIndices, shuffle } from "../random.js";

/** How images are dealt to folds. */
export interface FoldOptions {
  readonly folds: number;
  readonly seed: number;
  /** Images with the same number (augmented copies of one image) are in the same fold. Default: each is for itself. */
  readonly groups?: ArrayLike<number>;
}

/** Of an image that is always trained on and never judged: the only one of its class. */
export const NEVER_JUDGED = -1;

/**
 * The fold of each image. Each class is spread over all folds as evenly as can be; a class with fewer images than folds is
 * missing in some folds, and where a class has one image only, that is in no fold.
 */
export function stratifiedFolds(
  { labels, classes }: Examples,
  { folds, seed, groups }: FoldOptions,
): Int32Array {
  const index = randomIndices(seed);
  const groupsOf = Array.from({ length: classes }, () => new Map<number, number[]>());
  for (let i = 0; i < labels.length; i++) {
    const ofClass = groupsOf[labels[i]!]!;
    const group = groups?.[i] ?? i;
    const rows = ofClass.get(group);
    if (rows === undefined) ofClass.set(group, [i]);
    else rows.push(i);
  }
  const foldOf = new Int32Array(labels.length).fill(NEVER_JUDGED);
  let next = 0;
  for (const ofClass of groupsOf) {
    if (ofClass.size < 2) continue;
    for (const rows of shuffle([...ofClass.values()], index)) {
      for (const row of rows) foldOf[row] = next % folds;
      next++;
    }
  }
  return foldOf;
}

/** The rows that are judged in a fold: the first image of each group. */
export function judgedRows(
  foldOf: Int32Array,
  fold: number,
  groups: ArrayLike<number> | undefined,
): number[] {
  const seen = new Set<number>();
  const rows: number[] = [];
  for (let i = 0; i < foldOf.length; i++) {
    const group = groups?.[i] ?? i;
    if (foldOf[i] === fold && !seen.has(group)) rows.push(i);
    seen.add(group);
  }
  return rows;
}

/** What is wrong with groups. */
export function groupProblems(labels: ArrayLike<number>, groups: ArrayLike<number> | undefined): string[] {
  if (groups === undefined) return [];
  if (groups.length !== labels.length) {
    return [`expected groups to be ${labels.length} numbers, one for each image, received ${groups.length}`];
  }
  const labelOf = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) {
    const label = labelOf.get(groups[i]!) ?? labels[i]!;
    if (label !== labels[i])
      return [`expected one class a group, received ${label} and ${labels[i]} in group ${groups[i]}`];
    labelOf.set(groups[i]!, label);
  }
  return [];
}
