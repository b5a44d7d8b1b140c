import type { CheckedInput, Probabilities, WithProbabilities } from "./input.js";
import { RankCounts } from "./rank-counts.js";
import { SortedScores } from "./sorted-scores.js";

export interface ClassRanking {
  /** [classes], Σ weights of a class's samples. */
  readonly weights: Float64Array;
  /**
   * [classes · classes]: at [a, b], Σ weight · weight over the pairs of a sample of class a and one of class b in which the
   * former has the higher probability of a; a tie is half a pair.
   */
  readonly wins: Float64Array;
  /** [classes], of each class against the rest. */
  readonly averagePrecisions: Float64Array;
}

/** As many columns as a cache line has numbers are copied at once. */
const BLOCK = 16;

const known = new WeakMap<CheckedInput, ClassRanking>();

/** How each class's column ranks the samples; computed once for all metrics that need it. */
export function classRanking(input: WithProbabilities): ClassRanking {
  const ranking = known.get(input) ?? rank(input);
  known.set(input, ranking);
  return ranking;
}

function rank({ labels, classes, weights: given, probabilities }: WithProbabilities): ClassRanking {
  const samples = labels.length;
  const weightOf = given && ((row: number) => given[row]!);
  const rows = rowsByClass(labels, classes);
  const weights = Float64Array.from(rows, (own) =>
    own.reduce((sum, row) => sum + (weightOf === undefined ? 1 : weightOf(row)), 0),
  );
  const wins = new Float64Array(classes * classes);
  const averagePrecisions = new Float64Array(classes);
  const block = probabilities.slice(0, Math.min(BLOCK, classes) * samples);
  const places = new Int32Array(samples);
  for (let own = 0; own < classes; own++) {
    if (own % BLOCK === 0) copyColumns(probabilities, classes, own, Math.min(BLOCK, classes - own), block);
    const scores = block.subarray((own % BLOCK) * samples, ((own % BLOCK) + 1) * samples);
    const positives = scores.slice(0, rows[own]!.length);
    for (const [i, row] of rows[own]!.entries()) positives[i] = scores[row]!;
    const sorted = new SortedScores(positives);
    sorted.place(scores, places);
    const counts = new RankCounts(sorted.values.length);
    counts.addAll(places, weightOf);
    for (const row of rows[own]!)
      counts.addPositive(places[row]!, weightOf === undefined ? 1 : weightOf(row));
    averagePrecisions[own] = counts.averagePrecision();
    const opponents = wins.subarray(own * classes, (own + 1) * classes);
    addWins(opponents, places, counts.winsByPlace(), labels, given);
    opponents[own] = 0;
  }
  return { weights, wins, averagePrecisions };
}

/** [classes], the samples of each class. */
function rowsByClass(labels: ArrayLike<number>, classes: number): Int32Array[] {
  const sizes = new Int32Array(classes);
  for (let row = 0; row < labels.length; row++) sizes[labels[row]!]!++;
  const rows = Array.from(sizes, (size) => new Int32Array(size));
  for (let row = labels.length - 1; row >= 0; row--) {
    const label = labels[row]!;
    rows[label]![--sizes[label]!] = row;
  }
  return rows;
}

/** @param block receives `columns` columns of all samples, one after the other */
function copyColumns(
  probabilities: Probabilities,
  classes: number,
  first: number,
  columns: number,
  block: Probabilities,
): void {
  const samples = probabilities.length / classes;
  for (let row = 0; row < samples; row++) {
    for (let i = 0; i < columns; i++) block[i * samples + row] = probabilities[row * classes + first + i]!;
  }
}

/** @param wins [classes], receives the pairs that are won against samples of each class */
function addWins(
  wins: Float64Array,
  places: Int32Array,
  winsByPlace: Float64Array,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): void {
  for (let row = 0; row < places.length; row++) {
    wins[labels[row]!]! += (weights === undefined ? 1 : weights[row]!) * winsByPlace[places[row]!]!;
  }
}
