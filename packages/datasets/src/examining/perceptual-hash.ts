import { createResizer } from "../images/resize.js";

/** Pictures are brought to this side before they are hashed and compared. */
export const SIDE = 32;
/** So many of the lowest frequencies along each axis are looked at. */
const FREQUENCIES = 8;
const COUNT = FREQUENCIES * FREQUENCIES;

/** What is compared of a picture, whatever its size, brightness and contrast. */
export interface Fingerprints {
  /** `[images, 2]`, the 64 bits of each: whether a frequency of its cosine transform is above the median of them. */
  readonly hashes: Uint32Array;
  /** The same of the picture's mirror image, left to right. */
  readonly mirrored: Uint32Array;
  /** `[images, 32, 32]`, grey levels. */
  readonly thumbnails: Uint8Array;
}

export const THUMBNAIL_PIXELS = SIDE * SIDE;

export const emptyFingerprints = (images: number): Fingerprints => ({
  hashes: new Uint32Array(2 * images),
  mirrored: new Uint32Array(2 * images),
  thumbnails: new Uint8Array(images * THUMBNAIL_PIXELS),
});

/**
 * Takes the fingerprints of grey pictures of one size. The hash is Zauner's pHash (2010): the picture resized to 32×32 (bilinear with
 * antialiasing), the type-II cosine transform's 8×8 lowest frequencies, and of each whether it is above their median; the mean
 * is frequency 0 and says nothing, so its bit is 0.
 *
 * @returns writes the fingerprints of `grey`, `[height, width]`, to position `index`
 */
export function fingerprinter(
  [height, width]: readonly [height: number, width: number],
  { hashes, mirrored, thumbnails }: Fingerprints,
): (grey: Uint8Array, index: number) => void {
  const resize = createResizer(height, [SIDE, SIDE, 1]);
  const frequencies = new Float64Array(COUNT);
  return (grey, index) => {
    const small = thumbnails.subarray(index * THUMBNAIL_PIXELS, (index + 1) * THUMBNAIL_PIXELS);
    if (height === SIDE && width === SIDE) small.set(grey);
    else resize({ pixels: grey, start: 0, stride: width, height, width }, small);
    lowFrequencies(small, frequencies);
    setBits(frequencies, hashes, 2 * index);
    mirror(frequencies);
    setBits(frequencies, mirrored, 2 * index);
  };
}

/** cos(π / 32 · (x + ½) · u), `[u, x]`. */
const COSINES = Float64Array.from({ length: FREQUENCIES * SIDE }, (_, i) =>
  Math.cos((Math.PI / SIDE) * ((i % SIDE) + 0.5) * Math.floor(i / SIDE)),
);
const rows = new Float64Array(SIDE * FREQUENCIES);

/** `[v, u]`: Σ_y Σ_x p(y, x) · cos(π/32 · (x + ½) · u) · cos(π/32 · (y + ½) · v). */
function lowFrequencies(small: Uint8Array, out: Float64Array): void {
  for (let y = 0; y < SIDE; y++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += small[y * SIDE + x]! * COSINES[u * SIDE + x]!;
      rows[y * FREQUENCIES + u] = sum;
    }
  }
  for (let v = 0; v < FREQUENCIES; v++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += rows[y * FREQUENCIES + u]! * COSINES[v * SIDE + y]!;
      out[v * FREQUENCIES + u] = sum;
    }
  }
}

/** In the mirror image, waves with an odd number of half periods change their sign. */
function mirror(frequencies: Float64Array): void {
  for (let i = 1; i < COUNT; i += 2) frequencies[i] = -frequencies[i]!;
}

/** Sums of levels that cancel out come to some 1e-12: of a picture without such waves rounding would decide. */
const ROUNDING = 1e-6;

function setBits(frequencies: Float64Array, hashes: Uint32Array, at: number): void {
  const median = frequencies.slice(1).sort()[(COUNT - 1) >> 1]!;
  hashes[at] = 0;
  hashes[at + 1] = 0;
  for (let i = 1; i < COUNT; i++) {
    if (frequencies[i]! > median + ROUNDING) hashes[at + (i >> 5)]! |= 1 << (i & 31);
  }
}
