import { type ImageSet, readImages } from "./image-set.js";
import type { ImageShape } from "./labeled-images.js";
import { inOrder, shuffled } from "./pipeline/epoch-order.js";

/** Some images with their labels. Its arrays belong to this batch alone: they may be kept or transferred. */
export interface Batch {
  /** `[size, height, width, channels]`, grey levels 0..255. */
  readonly images: Uint8Array;
  /** `[size]`, class indices. */
  readonly labels: Int32Array;
  /** `[size, classes]`, the share of each class in each image, when images are mixed. */
  readonly softLabels?: Float32Array;
  /** `[size]`, the positions of the images in the data set. */
  readonly indices: Uint32Array;
  readonly size: number;
}

export interface Batches {
  /** Samples an epoch. */
  readonly size: number;
  readonly batchSize: number;
  /** Of the images in the batches. */
  readonly shape: ImageShape;
  readonly batchesPerEpoch: number;
  /**
   * The batches of an epoch, from batch `startBatch` on (to resume in the middle). The same epoch
   * gives the same batches every time, whatever was asked for before.
   *
   * @param epoch from 1
   * @param startBatch from 0; default 0
   */
  epoch(epoch: number, startBatch?: number): AsyncIterable<Batch>;
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
export function batches(data: ImageSet, options: BatchesOptions = {}): Batches {
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

  const orderOf = shuffle ? shuffled(data.length, seed) : inOrder(data.length);
  const size = dropLast ? data.length - (data.length % batchSize) : data.length;
  const batchesPerEpoch = Math.ceil(size / batchSize);

  async function* epochFrom(epoch: number, startBatch: number): AsyncGenerator<Batch> {
    const order = orderOf(epoch);
    for (let batch = startBatch; batch < batchesPerEpoch; batch++) {
      yield await gather(data, order.slice(batch * batchSize, Math.min((batch + 1) * batchSize, size)));
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
      return { [Symbol.asyncIterator]: () => epochFrom(epoch, startBatch) };
    },
  };
}

async function gather(data: ImageSet, indices: Uint32Array): Promise<Batch> {
  const labels = Int32Array.from(indices, (index) => data.labels[index]!);
  return { images: await readImages(data, indices), labels, indices, size: indices.length };
}
