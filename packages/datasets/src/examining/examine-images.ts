import { type Checks, func, object, within } from "@imgcls/checks";
import { sha256 } from "../files/intact.js";
import { type ImageSet, isInMemory, pixelChunks, type StoredSize } from "../image-set.js";
import { toGrey } from "../images/to-grey.js";
import { pixelsPerImage } from "../labeled-images.js";
import { abortSignal, checkOptions } from "../option-checks.js";
import { type ImagePlace, placeOf } from "./image-place.js";
import { emptyFingerprints, fingerprinter } from "./perceptual-hash.js";
import { findFaults, isBlank, type PictureFault } from "./picture-faults.js";
import { measurePicture, type PictureMeasures } from "./picture-measures.js";
import { findCopies } from "./same-or-similar.js";

/** Images that are copies of each other, of any part and class. */
export interface CopiedImages {
  /** At least two, in the order of the parts. */
  readonly images: readonly ImagePlace[];
  /** Whether every pixel is the same. */
  readonly samePixels: boolean;
  /** The least correlation of 32×32 grey levels that made two of them copies, 0..1; 1 where all pixels are the same. */
  readonly similarity: number;
}

/** An image in which little can be seen. It has one fault at most. */
export interface FaultyImage {
  readonly fault: PictureFault;
  readonly image: ImagePlace;
  /**
   * "blank": the standard deviation of its grey levels, 0..127.5. "dark": 99 of 100 pixels are no brighter than this level,
   * 0..255; "bright": 95 of 100 are no darker. "oddSize": how many times the usual side of files
   * its side is; "oddShape": its longer side by its shorter one. "blurred": how steep its steepest edges are, as a share of the range of its levels.
   */
  readonly value: number;
}

export interface Examination {
  /** Images that were looked at. */
  readonly images: number;
  readonly copies: readonly CopiedImages[];
  readonly faults: readonly FaultyImage[];
}

export interface ExamineOptions {
  /** From which correlation on images that look alike are copies, 0..1. Default 0.97. */
  readonly similarity?: number;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Ends it; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

const CHECKS: Checks<ExamineOptions> = {
  similarity: within(0, 1),
  onProgress: func,
  signal: abortSignal,
};

const LEAST_SIMILARITY = 0.97;

/**
 * Looks at all images of a data set for what a training should not have: copies, of the same pixels or of much the same picture
 * (resized, compressed anew, brighter, mirrored), within a part and across parts, and pictures in which little can be seen; of files, also
 * those of a size or shape that the others have not. Near copies are found by a perceptual hash, and count as such when their small grey versions agree: 60,000 images take
 * seconds. Images are read once.
 *
 * ```ts
 * const { train, test } = await loadDataset("folder:flowers");
 * const { copies, faults } = await examineImages({ train, test });
 * ```
 *
 * @param parts image sets by name, of one shape or several
 * @throws DatasetOptionsError for options that are unknown or wrong; and what reading images throws
 */
export async function examineImages(
  parts: Readonly<Record<string, ImageSet>>,
  options: ExamineOptions = {},
): Promise<Examination> {
  checkOptions("examineImages", options, CHECKS, () =>
    object.accepts(parts) ? [] : ["expected image sets by name"],
  );
  const { similarity = LEAST_SIMILARITY, onProgress, signal } = options;
  const total = Object.values(parts).reduce((sum, { length }) => sum + length, 0);
  const places: ImagePlace[] = [];
  const measures: PictureMeasures[] = [];
  const firstWith = new Map<string, number>();
  const sameAs = new Uint32Array(total);
  const compared = new Uint32Array(total);
  let comparable = 0;
  const fingerprints = emptyFingerprints(total);

  for (const [part, images] of Object.entries(parts)) {
    const [height, width, channels] = images.shape;
    const takeFingerprints = fingerprinter([height, width], fingerprints);
    const grey = new Uint8Array(height * width);
    for await (const { index, pixels, stored } of imagesOf(images, signal)) {
      const position = places.length;
      places.push(placeOf(images, part, index));
      if (channels === 1) grey.set(pixels);
      else toGrey(pixels, grey);
      const measured = measurePicture(grey, [height, width], stored);
      measures.push(measured);
      const digest = await sha256(pixels);
      sameAs[position] = firstWith.get(digest) ?? position;
      if (sameAs[position] === position) {
        firstWith.set(digest, position);
        if (!isBlank(measured)) {
          takeFingerprints(grey, comparable);
          compared[comparable++] = position;
        }
      }
      onProgress?.({ done: position + 1, total });
    }
  }

  const copies = findCopies(
    sameAs,
    compared.subarray(0, comparable),
    {
      hashes: fingerprints.hashes.subarray(0, 2 * comparable),
      mirrored: fingerprints.mirrored.subarray(0, 2 * comparable),
      thumbnails: fingerprints.thumbnails,
    },
    similarity,
  );
  return {
    images: total,
    copies: copies.map(({ positions, ...group }) => ({
      ...group,
      images: positions.map((at) => places[at]!),
    })),
    faults: findFaults(measures).map(({ position, ...found }) => ({ ...found, image: places[position]! })),
  };
}

/** Their pixels one after another, `[height, width, channels]`, in memory that is used again. */
async function* imagesOf(
  images: ImageSet,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly index: number; readonly pixels: Uint8Array; readonly stored?: StoredSize }> {
  const size = pixelsPerImage(images.shape);
  const sizeOf = isInMemory(images) ? undefined : images.sizeOf;
  for await (const { indices, pixels } of pixelChunks(images, signal)) {
    const sizes = await Promise.all(Array.from(indices, (index) => sizeOf?.(index)));
    for (const [i, index] of indices.entries()) {
      const stored = sizes[i];
      yield { index, pixels: pixels.subarray(i * size, (i + 1) * size), ...(stored && { stored }) };
    }
  }
}
