/**
 * Weights along the distinct scores of positives, by the places that `SortedScores` gives: 2i is between score i − 1 and
 * score i, 2i + 1 is at score i.
 */
export class RankCounts {
  /** [2 · scores + 1] */
  private readonly positives: Float64Array;
  private readonly all: Float64Array;

  constructor(scores: number) {
    this.positives = new Float64Array(2 * scores + 1);
    this.all = new Float64Array(2 * scores + 1);
  }

  /** Positives and others alike. @param weightOf default: 1 each */
  addAll(places: Int32Array, weightOf?: (index: number) => number): void {
    const { all } = this;
    if (weightOf === undefined) for (let i = 0; i < places.length; i++) all[places[i]!]!++;
    else for (let i = 0; i < places.length; i++) all[places[i]!]! += weightOf(i);
  }

  /** One that `addAll` has had too. */
  addPositive(place: number, weight: number): void {
    this.positives[place]! += weight;
  }

  /** [2 · scores + 1], Σ weights of the positives that win against a sample at a place; those at it count half. */
  winsByPlace(): Float64Array {
    const wins = new Float64Array(this.positives.length);
    let above = 0;
    for (let place = wins.length - 1; place >= 0; place--) {
      wins[place] = above + this.positives[place]! / 2;
      above += this.positives[place]!;
    }
    return wins;
  }

  /** Σ over scores of (rise of recall) · precision, as scikit-learn has it: steps, no interpolation. 0 without positives. */
  averagePrecision(): number {
    let hits = 0;
    let taken = 0;
    let sum = 0;
    for (let place = this.positives.length - 1; place >= 0; place--) {
      const rise = this.positives[place]!;
      hits += rise;
      taken += this.all[place]!;
      if (rise > 0) sum += rise * (hits / taken);
    }
    return hits === 0 ? 0 : sum / hits;
  }
}
