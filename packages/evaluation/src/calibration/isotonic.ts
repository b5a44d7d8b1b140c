import { SortedScores } from "../metrics/sorted-scores.js";

/** Straight lines between points, level outside of them. */
export interface MonotoneCurve {
  /** Ascending. */
  readonly scores: readonly number[];
  /** Never falling. */
  readonly probabilities: readonly number[];
}

/** A rising curve of the probability of each class against the rest; of two classes, of the second. */
export interface IsotonicRegression {
  readonly method: "isotonic";
  readonly curves: readonly MonotoneCurve[];
}

/** Neighbours that were joined because they fell. */
interface Pool {
  readonly first: number;
  readonly last: number;
  readonly weight: number;
  readonly mean: number;
}

/**
 * The never falling values with the least squared distance from 0 for negatives and 1 for positives: pool adjacent
 * violators. Equal scores are one point.
 *
 * @param scores [samples]
 */
export function fitMonotone(
  scores: Float64Array,
  isPositive: (row: number) => boolean,
  weightOf: (row: number) => number,
): MonotoneCurve {
  const rows = Array.from(scores.keys()).filter((row) => weightOf(row) > 0);
  const { values, weights, means } = distinctPoints(scores, rows, isPositive, weightOf);
  const pools: Pool[] = [];
  for (const [at, mean] of means.entries()) {
    let pool: Pool = { first: at, last: at, weight: weights[at]!, mean };
    while (pools.length > 0 && pools.at(-1)!.mean >= pool.mean) pool = joined(pools.pop()!, pool);
    pools.push(pool);
  }
  // Both ends of a level part; between them every point lies on the line.
  const points = pools.flatMap(({ first, last, mean }) =>
    (first === last ? [first] : [first, last]).map((at) => ({ score: values[at]!, mean })),
  );
  return { scores: points.map(({ score }) => score), probabilities: points.map(({ mean }) => mean) };
}

const joined = (a: Pool, b: Pool): Pool => ({
  first: a.first,
  last: b.last,
  weight: a.weight + b.weight,
  mean: (a.weight * a.mean + b.weight * b.mean) / (a.weight + b.weight),
});

function distinctPoints(
  scores: Float64Array,
  rows: readonly number[],
  isPositive: (row: number) => boolean,
  weightOf: (row: number) => number,
) {
  const own = Float64Array.from(rows, (row) => scores[row]!);
  const sorted = new SortedScores(own.slice());
  const weights = new Float64Array(sorted.values.length);
  const means = new Float64Array(sorted.values.length);
  for (const [i, at] of sorted.indicesOf(own).entries()) {
    const row = rows[i]!;
    weights[at]! += weightOf(row);
    if (isPositive(row)) means[at]! += weightOf(row);
  }
  for (let at = 0; at < means.length; at++) means[at]! /= weights[at]!;
  return { values: sorted.values, weights, means };
}

export function applyMonotone({ scores, probabilities }: MonotoneCurve, score: number): number {
  let low = 0;
  let high = scores.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scores[middle]! < score) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return probabilities[0]!;
  if (low === scores.length) return probabilities.at(-1)!;
  const [from, to] = [scores[low - 1]!, scores[low]!];
  const rise = probabilities[low]! - probabilities[low - 1]!;
  return probabilities[low - 1]! + (rise * (score - from)) / (to - from);
}
