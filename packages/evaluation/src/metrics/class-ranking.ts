import type { CheckedInput, Probabilities, WithProbabilities } from "./input.js";
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

function rank(input: WithProbabilities): ClassRanking {
  const { labels, classes, weights: given, probabilities } = input;
  const samples = labels.length;
  const weights = new Float64Array(classes);
  const sizes = new Int32Array(classes);
  for (let row = 0; row < samples; row++) {
    weights[labels[row]!]! += given === undefined ? 1 : given[row]!;
    sizes[labels[row]!]!++;
  }
  const wins = new Float64Array(classes * classes);
  const averagePrecisions = new Float64Array(classes);
  const block = probabilities.slice(0, Math.min(BLOCK, classes) * samples);
  for (let first = 0; first < classes; first += BLOCK) {
    const columns = Math.min(BLOCK, classes - first);
    copyColumns(probabilities, classes, first, columns, block);
    for (let i = 0; i < columns; i++) {
      const own = first + i;
      const scores = block.subarray(i * samples, (i + 1) * samples);
      const positives = scores.slice(0, sizes[own]!);
      for (let row = 0, at = 0; at < positives.length; row++) {
        if (labels[row] === own) positives[at++] = scores[row]!;
      }
      const opponents = wins.subarray(own * classes, (own + 1) * classes);
      averagePrecisions[own] = rankColumn(scores, labels, own, given, positives, opponents);
    }
  }
  return { weights, wins, averagePrecisions };
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

/**
 * @param positives scores of the class's own samples, in any order
 * @param wins [classes], receives the pairs won against each other class
 * @returns average precision
 */
function rankColumn(
  scores: Probabilities,
  labels: ArrayLike<number>,
  own: number,
  weights: ArrayLike<number> | undefined,
  positives: Probabilities,
  wins: Float64Array,
): number {
  if (positives.length === 0) return 0;
  const sorted = new SortedScores(positives);
  const counts = new RankCounts(sorted.values.length);
  for (let row = 0; row < scores.length; row++) {
    if (labels[row] === own) counts.positive[sorted.countBelow(scores[row]!)]! += weights ? weights[row]! : 1;
  }
  counts.close();
  const { above, positive, others } = counts;
  const { values } = sorted;
  for (let row = 0; row < scores.length; row++) {
    const label = labels[row]!;
    if (label === own) continue;
    const weight = weights === undefined ? 1 : weights[row]!;
    const below = sorted.countBelow(scores[row]!);
    const isTie = below < values.length && values[below] === scores[row];
    wins[label]! += weight * (isTie ? above[below]! - positive[below]! / 2 : above[below]!);
    others[isTie ? below + 1 : below]! += weight;
  }
  return counts.averagePrecision();
}

/** Weights along the distinct scores of the positives, from the lowest to the highest. */
export class RankCounts {
  /** [scores], of positives with just this score. */
  readonly positive: Float64Array;
  /** [scores + 1], of positives with this score or a higher one; after `close`. */
  readonly above: Float64Array;
  /** [scores + 1], of other samples by the number of scores that are at most theirs. */
  readonly others: Float64Array;

  constructor(scores: number) {
    this.positive = new Float64Array(scores);
    this.above = new Float64Array(scores + 1);
    this.others = new Float64Array(scores + 1);
  }

  close(): void {
    for (let i = this.positive.length - 1; i >= 0; i--)
      this.above[i] = this.above[i + 1]! + this.positive[i]!;
  }

  /** Σ over scores of (rise of recall) · precision, as scikit-learn has it: steps, no interpolation. */
  averagePrecision(): number {
    const all = this.above[0]!;
    if (all === 0) return 0;
    let sum = 0;
    let othersAbove = 0;
    for (let i = this.positive.length - 1; i >= 0; i--) {
      othersAbove += this.others[i + 1]!;
      if (this.positive[i]! > 0) {
        sum += (this.positive[i]! / all) * (this.above[i]! / (this.above[i]! + othersAbove));
      }
    }
    return sum;
  }
}
