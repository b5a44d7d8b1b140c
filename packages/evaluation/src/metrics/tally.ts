import { addTo, equalWidths, ReliabilityBins } from "./reliability-bins.js";

/** Values that cannot be right: how many, and where the first one is. */
export interface Oddities {
  count: number;
  /** Position from the first value on, −1 when there is none. */
  first: number;
}

/** A float32 softmax may overshoot 1 by a rounding error; anything beyond this is no probability. */
const TOLERANCE = 1e-3;

/**
 * Everything that metrics need to count, in one pass without allocating per row: those that do not rank the samples
 * follow from these numbers. Batches are added one after the other. A sample counts as often as its weight says.
 */
export class Tally {
  samples = 0;
  /** Σ weights. */
  weight = 0;
  /** [classes · classes], row = true class, column = predicted class; the lowest index wins a tie. */
  readonly confusion: Float64Array;
  /** [classes], how often exactly `i` classes were ranked before the true one; the highest index wins a tie. */
  readonly rankWeights: Float64Array;
  /** Σ −ln p(true class), p clipped to [clip, 1 − clip]. */
  lossSum = 0;
  /** Σ over samples and classes of (p − [is true class])². */
  squareSum = 0;
  /** By the probability of the predicted class, in 15 bins of equal width. */
  readonly reliability = new ReliabilityBins(equalWidths(15));
  readonly badLabels: Oddities = { count: 0, first: -1 };
  readonly badPredicted: Oddities = { count: 0, first: -1 };
  readonly badProbabilities: Oddities = { count: 0, first: -1 };
  /** Samples whose probabilities do not sum to 1. */
  readonly badSums: Oddities = { count: 0, first: -1 };

  constructor(
    readonly classes: number,
    private readonly clip: number,
  ) {
    this.confusion = new Float64Array(classes * classes);
    this.rankWeights = new Float64Array(classes);
  }

  /**
   * @param probabilities [labels.length, classes]
   * @param weights [labels.length], default 1 each
   */
  addProbabilities(
    probabilities: Float32Array | Float64Array,
    labels: ArrayLike<number>,
    weights?: ArrayLike<number>,
  ): void {
    const { classes, clip, confusion, rankWeights } = this;
    let { weight: weightSum, lossSum, squareSum } = this;
    for (let row = 0, start = 0; row < labels.length; row++, start += classes) {
      const label = labels[row]!;
      const known = this.isClass(label);
      const target = known ? probabilities[start + label]! : 0;
      let best = 0;
      let bestProbability = Number.NEGATIVE_INFINITY;
      let rank = 0;
      let sum = 0;
      let squares = 0;
      for (let column = 0; column < classes; column++) {
        const probability = probabilities[start + column]!;
        sum += probability;
        squares += probability * probability;
        // Written so that NaN fails too.
        if (!(probability >= -TOLERANCE && probability <= 1 + TOLERANCE)) {
          note(this.badProbabilities, this.samples * classes + start + column);
        }
        if (probability > bestProbability) {
          bestProbability = probability;
          best = column;
        }
        if (probability > target || (probability === target && column > label)) rank++;
      }
      if (Math.abs(sum - 1) > TOLERANCE) note(this.badSums, this.samples + row);
      if (!known) {
        note(this.badLabels, this.samples + row);
        continue;
      }
      const weight = weights === undefined ? 1 : weights[row]!;
      weightSum += weight;
      lossSum -= weight * Math.log(Math.min(Math.max(target, clip), 1 - clip));
      squareSum += weight * (squares - 2 * target + 1);
      confusion[label * classes + best]! += weight;
      rankWeights[rank]! += weight;
      this.reliability.add(bestProbability, best === label, weight);
    }
    this.samples += labels.length;
    Object.assign(this, { weight: weightSum, lossSum, squareSum });
  }

  /** Of classes alone: what is not counted in the confusion matrix stays 0. @param predicted [labels.length] */
  addPredicted(predicted: ArrayLike<number>, labels: ArrayLike<number>, weights?: ArrayLike<number>): void {
    for (let row = 0; row < labels.length; row++) {
      const isLabelled = this.isClass(labels[row]!);
      const isPredicted = this.isClass(predicted[row]!);
      if (!isLabelled) note(this.badLabels, this.samples + row);
      if (!isPredicted) note(this.badPredicted, this.samples + row);
      if (!isLabelled || !isPredicted) continue;
      const weight = weights === undefined ? 1 : weights[row]!;
      this.weight += weight;
      this.confusion[labels[row]! * this.classes + predicted[row]!]! += weight;
    }
    this.samples += labels.length;
  }

  /** Adds what another one counted, of as many classes and without oddities. */
  merge(other: Tally): void {
    this.samples += other.samples;
    this.weight += other.weight;
    this.lossSum += other.lossSum;
    this.squareSum += other.squareSum;
    addTo(this.confusion, other.confusion);
    addTo(this.rankWeights, other.rankWeights);
    this.reliability.merge(other.reliability);
  }

  private isClass(label: number): boolean {
    return label >= 0 && label < this.classes && label % 1 === 0;
  }
}

function note(oddities: Oddities, position: number): void {
  if (oddities.count++ === 0) oddities.first = position;
}
