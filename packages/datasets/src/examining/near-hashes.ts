/**
 * Which hashes are near to which, without comparing all with all: 64 bits are four bands of 16, and where at most 7 bits differ, one
 * of the bands differs in 1 at most (multi-index hashing; Norouzi, Punjani and Fleet 2012). So only what has such a band
 * is compared.
 */

const BANDS = 4;
const VALUES = 2 ** 16;
const BITS_IN_BAND = 1;
/** Further apart than this, hashes are not near. */
export const NEAR_BITS = BANDS * (BITS_IN_BAND + 1) - 1;

/** What a band is changed by: nothing, or one of its 16 bits. */
const CHANGES: readonly number[] = [0, ...Array.from({ length: 16 }, (_, i) => 1 << i)];

const bandOf = (hashes: Uint32Array, index: number, band: number): number =>
  (hashes[2 * index + (band >> 1)]! >>> (16 * (band & 1))) & (VALUES - 1);

/** The hashes sorted by one band: those whose band has a value are from `starts[value]` to `starts[value + 1]`, in their order. */
interface Buckets {
  readonly starts: Uint32Array;
  readonly images: Uint32Array;
  /** `[images, 2]`, of `images`: side by side in memory they are compared several times as fast. */
  readonly hashes: Uint32Array;
}

function bucketsOf(hashes: Uint32Array, band: number): Buckets {
  const count = hashes.length / 2;
  const starts = new Uint32Array(VALUES + 1);
  for (let i = 0; i < count; i++) starts[bandOf(hashes, i, band) + 1]!++;
  for (let value = 0; value < VALUES; value++) starts[value + 1]! += starts[value]!;
  const next = starts.slice(0, VALUES);
  const sorted = { starts, images: new Uint32Array(count), hashes: new Uint32Array(2 * count) };
  for (let i = 0; i < count; i++) {
    const at = next[bandOf(hashes, i, band)]!++;
    sorted.images[at] = i;
    sorted.hashes[2 * at] = hashes[2 * i]!;
    sorted.hashes[2 * at + 1] = hashes[2 * i + 1]!;
  }
  return sorted;
}

/**
 * Calls `visit` once for each pair `(i, j)` with `j < i` where hash `i` of `asked` and hash `j` of `hashes` differ in at most
 * `NEAR_BITS` bits.
 *
 * @param asked `[images, 2]`, of the same images
 * @param hashes `[images, 2]`
 */
export function visitNear(
  asked: Uint32Array,
  hashes: Uint32Array,
  visit: (i: number, j: number) => void,
): void {
  const count = hashes.length / 2;
  for (let band = 0; band < BANDS; band++) {
    const { starts, images, hashes: sorted } = bucketsOf(hashes, band);
    for (let i = 1; i < count; i++) {
      const [low, high] = [asked[2 * i]!, asked[2 * i + 1]!];
      const own = bandOf(asked, i, band);
      for (const change of CHANGES) {
        const end = starts[(own ^ change) + 1]!;
        for (let at = starts[own ^ change]!; at < end && images[at]! < i; at++) {
          const [lowBits, highBits] = [low ^ sorted[2 * at]!, high ^ sorted[2 * at + 1]!];
          if (bitsOf(lowBits) + bitsOf(highBits) <= NEAR_BITS && firstBand(lowBits, highBits) === band) {
            visit(i, images[at]!);
          }
        }
      }
    }
  }
}

/** The first band in which they are near enough: there the pair is visited, in the others it was. */
function firstBand(lowBits: number, highBits: number): number {
  for (let band = 0; band < BANDS; band++) {
    const word = band < 2 ? lowBits : highBits;
    if (bitsOf((word >>> (16 * (band & 1))) & (VALUES - 1)) <= BITS_IN_BAND) return band;
  }
  return BANDS;
}

/** How many bits of 32 are 1, added up side by side: pairs, fours, eights, then all eights by one product. */
function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
