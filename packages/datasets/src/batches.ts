import { type ImageShape, type LabeledImages, pixelsPerImage } from "./labeled-images.js";
import { random } from "./random.js";

/** Some images with their labels. Its arrays belong to this batch alone: they may be kept or transferred. */
export interface Batch {
  /** `[size, height, width, channels]`, grey levels 0..255. */
  readonly images: Uint8Array;
  /** `[size]`, class indices. */
  readonly labels: Int32Array;
  /** `[size]`, the positions of the images in the data set. */
  readonly indices: Uint32Array;
  readonly size: number;
}

export interface Batches {
  /** Samples an epoch. */
  readonly size: number;
  readonly batchSize: number;
  readonly shape: ImageShape;
  readonly batchesPerEpoch: number;
  /**
   * The batches of an epoch, from batch `startBatch` on (to resume in the middle). The same epoch
   * gives the same batches every time, whatever was asked for before.
   *
   * @param epoch from 1
   * @param startBatch from 0; default 0
   */
  epoch(epoch: number, startBatch?: number): Iterable<Batch>;
}

export interface BatchesOptions {
  /** Default 32. */
  readonly batchSize?: number;
  /** A new order every epoch, which depends on `seed` and the epoch alone. Default true. */
  readonly shuffle?: boolean;
  /** Default 0. */
  readonly seed?: number;
  /** Leave out the last batch when it is smaller than the others. Default false. */
  readonly dropLast?: boolean;
}

/**
 * Cuts a data set into batches. The last batch of an epoch holds what is left and may be smaller.
 *
 * @throws Error when the options make no batch
 */
export function batches(data: LabeledImages, options: BatchesOptions = {}): Batches {
  const { batchSize = 32, shuffle = true, seed = 0, dropLast = false } = options;
  const problems: string[] = [];
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    problems.push(`expected batchSize to be a positive integer, received ${batchSize}`);
  }
  if (!Number.isFinite(seed)) problems.push(`expected seed to be a finite number, received ${seed}`);
  if (data.length === 0) problems.push("expected a data set with images, received an empty one");
  if (dropLast && data.length > 0 && data.length < batchSize) {
    problems.push(`dropLast leaves no batch of ${batchSize} from ${data.length} images`);
  }
  if (problems.length > 0) throw new Error(`[imgcls/datasets] batches: ${problems.join("; ")}.`);

  const size = dropLast ? data.length - (data.length % batchSize) : data.length;
  const batchesPerEpoch = Math.ceil(size / batchSize);

  function* epochFrom(epoch: number, startBatch: number): Generator<Batch> {
    const order = Uint32Array.from({ length: data.length }, (_, index) => index);
    if (shuffle) random(seed, "shuffle", epoch).shuffle(order);
    for (let batch = startBatch; batch < batchesPerEpoch; batch++) {
      yield gather(data, order.slice(batch * batchSize, Math.min((batch + 1) * batchSize, size)));
    }
  }

  return {
    size,
    batchSize,
    shape: data.shape,
    batchesPerEpoch,
    epoch(epoch, startBatch = 0) {
      if (!Number.isInteger(epoch) || epoch < 1) {
        throw new Error(
          `[imgcls/datasets] batches.epoch: expected the epoch, an integer from 1, received ${epoch}.`,
        );
      }
      if (!Number.isInteger(startBatch) || startBatch < 0 || startBatch > batchesPerEpoch) {
        throw new Error(
          `[imgcls/datasets] batches.epoch: expected startBatch from 0 to ${batchesPerEpoch}, received ${startBatch}.`,
        );
      }
      return { [Symbol.iterator]: () => epochFrom(epoch, startBatch) };
    },
  };
}

function gather(data: LabeledImages, indices: Uint32Array): Batch {
  const pixels = pixelsPerImage(data.shape);
  const images = new Uint8Array(indices.length * pixels);
  const labels = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    images.set(data.images.subarray(index * pixels, (index + 1) * pixels), i * pixels);
    labels[i] = data.labels[index]!;
  }
  return { images, labels, indices, size: indices.length };
}
