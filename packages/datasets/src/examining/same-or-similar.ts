/** Which images are copies of each other: by their pixels, or by what a small version of them looks like. */

import { visitNear } from "./near-hashes.js";
import { type Fingerprints, SIDE, THUMBNAIL_PIXELS } from "./perceptual-hash.js";

/** Images that are copies of each other. */
export interface Copies {
  /** Positions, in their order; at least two. */
  readonly positions: readonly number[];
  /** Whether every pixel is the same. */
  readonly samePixels: boolean;
  /** The least correlation of 32×32 grey levels that made two of them copies; 1 where all pixels are the same. */
  readonly similarity: number;
}

/**
 * @param sameAs for each image the first one with the same pixels, which may be itself
 * @param compared images of which there are fingerprints, in the order of those
 * @param leastSimilarity of images whose hashes are near
 */
export function findCopies(
  sameAs: Uint32Array,
  compared: Uint32Array,
  { hashes, mirrored, thumbnails }: Fingerprints,
  leastSimilarity: number,
): Copies[] {
  const groups = new Groups(sameAs);
  const similarityOf = comparison(thumbnails, compared.length, leastSimilarity);
  for (const [asked, isMirrored] of [
    [hashes, false],
    [mirrored, true],
  ] as const) {
    visitNear(asked, hashes, (i, j) => {
      const similarity = similarityOf(i, j, isMirrored);
      if (similarity !== undefined) groups.join(compared[i]!, compared[j]!, similarity);
    });
  }
  return groups.all();
}

/** Images that belong together, directly or through others. */
class Groups {
  /** For each image another one of its group, up to the first, which has itself. */
  readonly #towardsFirst: Uint32Array;
  readonly #similarity: Float64Array;
  readonly #isJoined: Uint8Array;

  constructor(sameAs: Uint32Array) {
    this.#towardsFirst = sameAs.slice();
    this.#similarity = new Float64Array(sameAs.length).fill(1);
    this.#isJoined = new Uint8Array(sameAs.length);
  }

  #firstOf(image: number): number {
    const next = this.#towardsFirst;
    let first = image;
    while (next[first] !== first) first = next[first]!;
    for (let at = image; at !== first; ) [at, next[at]] = [next[at]!, first];
    return first;
  }

  join(a: number, b: number, similarity: number): void {
    const [first, second] = [this.#firstOf(a), this.#firstOf(b)].sort((x, y) => x - y) as [number, number];
    this.#isJoined[first] = 1;
    this.#similarity[first] = Math.min(similarity, this.#similarity[first]!, this.#similarity[second]!);
    this.#towardsFirst[second] = first;
  }

  all(): Copies[] {
    const members = new Map<number, number[]>();
    for (let image = 0; image < this.#towardsFirst.length; image++) {
      const first = this.#firstOf(image);
      if (first === image) continue;
      const group = members.get(first);
      if (group === undefined) members.set(first, [first, image]);
      else group.push(image);
    }
    return [...members]
      .sort(([a], [b]) => a - b)
      .map(([first, positions]) => ({
        positions,
        samePixels: this.#isJoined[first] === 0,
        similarity: this.#similarity[first]!,
      }));
  }
}

/** Grey levels: what compressing, resizing and rounding a picture anew leaves between it and its copy. */
const LARGEST_DIFFERENCE = 8;

/**
 * Whether two small pictures, the first of them mirrored if wanted, are of one picture: by Pearson's correlation ρ, and by what is left
 * between them once brightness and contrast are made the same, √(1 − ρ²) · σ levels in the mean. Two handwritten ones correlate
 * well, too, but differ in more than that.
 *
 * @returns the correlation; undefined where they are not
 */
function comparison(thumbnails: Uint8Array, count: number, leastSimilarity: number) {
  const means = new Float64Array(count);
  const deviations = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    let squares = 0;
    for (let at = i * THUMBNAIL_PIXELS; at < (i + 1) * THUMBNAIL_PIXELS; at++) {
      sum += thumbnails[at]!;
      squares += thumbnails[at]! ** 2;
    }
    means[i] = sum / THUMBNAIL_PIXELS;
    deviations[i] = Math.sqrt(Math.max(0, squares / THUMBNAIL_PIXELS - means[i]! ** 2));
  }
  return (i: number, j: number, isMirrored: boolean): number | undefined => {
    const [a, b] = [i * THUMBNAIL_PIXELS, j * THUMBNAIL_PIXELS];
    let products = 0;
    for (let k = 0; k < THUMBNAIL_PIXELS; k++) {
      // A row is 32 pixels: the position in it is in the lowest five bits.
      products += thumbnails[a + (isMirrored ? k ^ (SIDE - 1) : k)]! * thumbnails[b + k]!;
    }
    const covariance = products / THUMBNAIL_PIXELS - means[i]! * means[j]!;
    const similarity = Math.min(1, covariance / (deviations[i]! * deviations[j]!));
    const difference = Math.sqrt(1 - similarity ** 2) * Math.max(deviations[i]!, deviations[j]!);
    return similarity >= leastSimilarity && difference <= LARGEST_DIFFERENCE ? similarity : undefined;
  };
}
