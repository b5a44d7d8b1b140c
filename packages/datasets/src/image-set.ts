import { func } from "@imgcls/checks";
import { DatasetFormatError } from "./errors.js";
import type { DecodeOptions } from "./images/decode-options.js";
import {
  classNameProblems,
  type ImageShape,
  type LabeledImages,
  labelProblems,
  pixelsPerImage,
  requireFields,
  setChecks,
  shapeProblems,
} from "./labeled-images.js";

/** Decodes the bytes of an image file, as `decodeImage` does. */
export type ImageDecoder = (bytes: Uint8Array, options: DecodeOptions) => Promise<Uint8Array>;

/** Images of one size with one class each that are decoded when they are read, such as a folder of files. */
export interface LazyImages {
  readonly length: number;
  readonly shape: ImageShape;
  readonly classNames: readonly string[];
  /** `[length]`, indices into `classNames`. */
  readonly labels: Int32Array;
  /**
   * Writes the pixels of the images at `indices` into `out`, `[indices.length, height, width, channels]`,
   * grey levels 0..255.
   *
   * @param decode what to decode files with, in a worker say. Default: `decodeImage`
   * @throws ImageDecodeError when a file is no readable image
   */
  read(
    indices: ArrayLike<number>,
    out: Uint8Array,
    signal?: AbortSignal,
    decode?: ImageDecoder,
  ): Promise<void>;
  /** Where an image comes from, when it is a file: its path below the folder or in the archive. */
  pathOf?(index: number): string;
  /** The size that such a file has, before it is brought to `shape`; undefined where its format does not tell it without decoding. */
  sizeOf?(index: number): Promise<StoredSize | undefined>;
}

/** Of a picture as it is stored, whichever way it is turned to be looked at. Pixels. */
export interface StoredSize {
  readonly width: number;
  readonly height: number;
}

/** A data set in memory, or one whose images are decoded when they are read. Functions take either. */
export type ImageSet = LabeledImages | LazyImages;

/** What an operation makes of a data set: one in memory of one in memory, a lazy one of a lazy one. */
export type SameKind<Data extends ImageSet> = Data extends LabeledImages ? LabeledImages : LazyImages;

/** What a look at the pixels gives: a value for a data set in memory, else a promise of it. */
export type Outcome<Data extends ImageSet, Value> = Data extends LabeledImages ? Value : Promise<Value>;

export const isInMemory = (data: ImageSet): data is LabeledImages => "images" in data;

/** Whether reading images means to decode files. */
export const isOfFiles = (data: ImageSet): boolean => !isInMemory(data) && data.pathOf !== undefined;

/**
 * A data set of your own whose images are made or decoded when they are read.
 *
 * @throws DatasetFormatError with every problem of shape, class names and labels
 */
export function createLazyImages({
  shape,
  classNames,
  labels,
  read,
  pathOf,
  sizeOf,
}: Omit<LazyImages, "length">): LazyImages {
  requireFields("Lazy images", { shape, classNames, labels, read }, { ...setChecks, read: func });
  const problems = [
    ...shapeProblems(shape),
    ...classNameProblems(classNames),
    ...labelProblems(labels, classNames.length),
  ];
  if (problems.length > 0) throw new DatasetFormatError("Lazy images", problems);
  const ofFiles = { ...(pathOf && { pathOf }), ...(sizeOf && { sizeOf }) };
  return { length: labels.length, shape, classNames, labels, read, ...ofFiles };
}

/**
 * The pixels of the images at `indices`, `[indices.length, height, width, channels]`, 0..255, copied into
 * `out` (default: a new array).
 */
export async function readImages(
  data: ImageSet,
  indices: ArrayLike<number>,
  out: Uint8Array = new Uint8Array(indices.length * pixelsPerImage(data.shape)),
  signal?: AbortSignal,
  decode?: ImageDecoder,
): Promise<Uint8Array> {
  if (isInMemory(data)) copyImages(data, indices, out);
  else await data.read(indices, out, signal, decode);
  return out;
}

/** The images at `indices` of a data set in memory, written to `out` one after another. */
export function copyImages(
  { images, shape }: LabeledImages,
  indices: ArrayLike<number>,
  out: Uint8Array,
): void {
  const pixels = pixelsPerImage(shape);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * pixels;
    out.set(images.subarray(start, start + pixels), i * pixels);
  }
}

/** So many images of a lazy data set are in memory at a time: about 8 MB. */
const CHUNK_BYTES = 2 ** 23;

/**
 * Shows all pixels, in order, to `visit` (those of a lazy data set in pieces of whole images, in memory that
 * is used again for the next), then gives `result()`.
 */
export function visitPixels<Data extends ImageSet, Value>(
  data: Data,
  visit: (pixels: Uint8Array) => void,
  result: () => Value,
): Outcome<Data, Value> {
  const visited = isInMemory(data) ? visit(data.images) : visitChunks(data, visit);
  return (visited instanceof Promise ? visited.then(result) : result()) as Outcome<Data, Value>;
}

async function visitChunks(data: LazyImages, visit: (pixels: Uint8Array) => void): Promise<void> {
  for await (const { pixels } of pixelChunks(data)) visit(pixels);
}

/** All pixels, in order, in pieces of whole images, in memory that is used again for the next. */
export async function* pixelChunks(
  data: ImageSet,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly indices: Uint32Array; readonly pixels: Uint8Array }> {
  const pixels = pixelsPerImage(data.shape);
  const chunk = Math.max(1, Math.floor(CHUNK_BYTES / pixels));
  const buffer = new Uint8Array(Math.min(chunk, data.length) * pixels);
  for (let start = 0; start < data.length; start += chunk) {
    signal?.throwIfAborted();
    const indices = Uint32Array.from({ length: Math.min(chunk, data.length - start) }, (_, i) => start + i);
    const out = buffer.subarray(0, indices.length * pixels);
    yield { indices, pixels: await readImages(data, indices, out, signal) };
  }
}
