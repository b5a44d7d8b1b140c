import type { Probabilities } from "./input.js";

/** Bits of the largest float32 that counts as a probability. */
const LARGEST = 0x3f900000;
/** Lower bits of a float32 that the first table leaves to the second. */
const FINE = 18;

/**
 * Distinct scores in ascending order that find the place of any other score among them in about one step. The bits of a
 * float32 grow with its value: the upper ones lead to a part of a table, which is finer the more scores are there, and the
 * lower ones to the entry that says where to look.
 */
export class SortedScores {
  /** Distinct, ascending. */
  readonly values: Probabilities;
  private readonly parts = new Int32Array((LARGEST >> FINE) + 1);
  private readonly shifts = new Uint8Array(this.parts.length);
  /** Where the scores of each entry begin, and those of the last end. */
  private readonly starts: Int32Array;

  /** @param scores probabilities in any order; sorted in place */
  constructor(scores: Probabilities) {
    scores.sort();
    let distinct = 0;
    for (let i = 0; i < scores.length; i++) {
      if (i === 0 || scores[i] !== scores[distinct - 1]) scores[distinct++] = scores[i]!;
    }
    this.values = scores.subarray(0, distinct);
    const bits = bitsOf(this.values);
    const counts = new Int32Array(this.parts.length);
    for (const score of bits) counts[clamped(score) >> FINE]!++;
    let entries = 0;
    for (const [part, count] of counts.entries()) {
      const fine = count === 0 ? 0 : Math.min(FINE, Math.ceil(Math.log2(count)) + 1);
      this.parts[part] = entries;
      this.shifts[part] = FINE - fine;
      entries += 1 << fine;
    }
    this.starts = new Int32Array(entries + 1);
    for (const score of bits) this.starts[this.entryOf(score) + 1]!++;
    for (let i = 1; i < this.starts.length; i++) this.starts[i]! += this.starts[i - 1]!;
  }

  /**
   * Places among the scores: how many are below, plus how many are below or equal. So it is even between two scores and
   * odd at one.
   *
   * @param places [scores.length], receives them
   */
  place(scores: Probabilities, places: Int32Array): void {
    const { starts, values } = this;
    const bits = bitsOf(scores);
    for (let i = 0; i < bits.length; i++) {
      const entry = this.entryOf(bits[i]!);
      const end = starts[entry + 1]!;
      let low = starts[entry]!;
      let high = end;
      const score = scores[i]!;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (values[middle]! < score) low = middle + 1;
        else high = middle;
      }
      places[i] = low < end && values[low] === score ? 2 * low + 1 : 2 * low;
    }
  }

  /** Which of the scores each of `scores` is; they have to be among them. */
  indicesOf(scores: Probabilities): Int32Array {
    const places = new Int32Array(scores.length);
    this.place(scores, places);
    return places.map((place) => place >> 1);
  }

  private entryOf(bits: number): number {
    const within = clamped(bits);
    const part = within >> FINE;
    return this.parts[part]! + ((within & ((1 << FINE) - 1)) >> this.shifts[part]!);
  }
}

/**
 * Puts scores of about the same size together: the parts of a table that they are looked up in then stay in the
 * processor's cache, which makes placing many among many about three times as fast.
 *
 * @param grouped [scores.length], receives them
 * @param order [scores.length], receives the index in `scores` of each
 */
export function groupBySize(scores: Probabilities, grouped: Probabilities, order: Int32Array): void {
  const bits = bitsOf(scores);
  const ends = new Int32Array((LARGEST >> FINE) + 2);
  for (let i = 0; i < bits.length; i++) ends[(clamped(bits[i]!) >> FINE) + 1]!++;
  for (let part = 1; part < ends.length; part++) ends[part]! += ends[part - 1]!;
  for (let i = 0; i < bits.length; i++) {
    const at = ends[clamped(bits[i]!) >> FINE]!++;
    grouped[at] = scores[i]!;
    order[at] = i;
  }
}

/** Below 0, which rounding errors are, the sign bit is set. */
const clamped = (bits: number): number => (bits < 0 ? 0 : bits > LARGEST ? LARGEST : bits);

/** As float32, which keeps the order of float64 too. */
const bitsOf = (scores: Probabilities): Int32Array =>
  scores instanceof Float32Array
    ? new Int32Array(scores.buffer, scores.byteOffset, scores.length)
    : new Int32Array(Float32Array.from(scores).buffer);
