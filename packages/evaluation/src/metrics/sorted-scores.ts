/** Bits of a float32 of 1 and a little more: the largest that a probability has. */
const LARGEST_BITS = 0x3f900000;

/**
 * Distinct scores in ascending order that finds the place of any other score among them in about one step: the upper
 * bits of a float32 grow with its value, so a table of them says where to look.
 */
export class SortedScores {
  /** Distinct, ascending. */
  readonly values: Float32Array | Float64Array;
  /** Where the scores of each bucket begin. */
  private readonly starts: Int32Array;
  private readonly shift: number;
  private readonly float = new Float32Array(1);
  private readonly bits = new Int32Array(this.float.buffer);

  /** @param scores probabilities in any order; sorted in place */
  constructor(scores: Float32Array | Float64Array) {
    scores.sort();
    let distinct = 0;
    for (let i = 0; i < scores.length; i++) {
      if (i === 0 || scores[i] !== scores[distinct - 1]) scores[distinct++] = scores[i]!;
    }
    this.values = scores.subarray(0, distinct);
    // About eight buckets a score, 2^12 to 2^20 of them.
    this.shift = Math.min(18, Math.max(10, 27 - Math.ceil(Math.log2(distinct + 1))));
    this.starts = new Int32Array((LARGEST_BITS >> this.shift) + 2);
    for (let i = 0; i < distinct; i++) this.starts[this.bucketOf(this.values[i]!) + 1]!++;
    for (let i = 1; i < this.starts.length; i++) this.starts[i]! += this.starts[i - 1]!;
  }

  /** How many of the scores are below `score`. */
  countBelow(score: number): number {
    const { starts, values } = this;
    const bucket = this.bucketOf(score);
    let low = starts[bucket]!;
    let high = starts[bucket + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle]! < score) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Rounding to float32 keeps the order, so it does for float64 as well. */
  private bucketOf(score: number): number {
    this.float[0] = score;
    // Negative zero and rounding errors below 0 have the highest bit set.
    return Math.max(0, Math.min(this.bits[0]!, LARGEST_BITS)) >> this.shift;
  }
}
