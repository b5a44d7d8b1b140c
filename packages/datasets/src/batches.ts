import type { Augmentation } from "./augment/augmentations.js";
import { createMixer, type Mix } from "./augment/mix.js";
import type { ImageSet } from "./image-set.js";
import type { ImageShape } from "./labeled-images.js";
import { epochOrder } from "./pipeline/epoch-order.js";
import { inTurn } from "./pipeline/in-turn.js";
import { inWorkers } from "./pipeline/in-workers.js";
import { onThisThread } from "./pipeline/on-this-thread.js";
import { completeOptions } from "./pipeline/options.js";
import { random } from "./random.js";
import { labelsAt } from "./sets/select.js";

/** Some images with their labels. No other batch uses its arrays: they may be kept or transferred. */
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
  /** Number of classes. */
  readonly classes: number;
  /** By class index. */
  readonly classNames: readonly string[];
  readonly batchesPerEpoch: number;
  /**
   * The batches of an epoch, from batch `startBatch` on (to resume in the middle). The same epoch
   * gives the same batches every time, whatever was asked for before.
   *
   * @param epoch from 1
   * @param startBatch from 0; default 0
   */
  epoch(epoch: number, startBatch?: number): AsyncIterable<Batch>;
  /** Ends every epoch that is gone through, and the workers at once. There are no batches any more. */
  dispose(): void;
}

export interface BatchesOptions {
  /** Default 32. */
  readonly batchSize?: number;
  /** A new order every epoch, which depends only on `seed` and the epoch. Default true. */
  readonly shuffle?: boolean;
  /**
   * Every class comes equally often, to within one image: images of rare classes several times an epoch, some
   * of frequent ones not at all. The images of a class come equally often too, to within one, in any epochs in a row.
   * An epoch has as many images as the data set. Default false; needs `shuffle`.
   */
  readonly classBalanced?: boolean;
  /** Default 0. */
  readonly seed?: number;
  /** Leave out the last batch when it is smaller than the others. Default false. */
  readonly dropLast?: boolean;
  /**
   * How images are changed, in this order: another way for every image and epoch, which depends only on
   * `seed`. Default: not at all.
   */
  readonly augment?: readonly Augmentation[];
  /**
   * How the images of a batch are mixed with each other after that, in one of these ways, drawn for each batch:
   * batches have `softLabels`. Default: not at all; needs `shuffle`.
   */
  readonly mix?: readonly Mix[];
  /**
   * Threads that augment images, and in browsers decode them, beside the one that asks for batches; these are
   * the same with any number. (In Node images are decoded on threads of libvips in any case.) Default: 1 where
   * there is something to do for it, else 0.
   */
  readonly workers?: number;
  /**
   * Batches that are made while the one before is in use. Default: 2, or as many as workers; 0 where images
   * are in memory and there is no worker, because nothing could be done meanwhile.
   */
  readonly prefetch?: number;
  /** Ends every epoch that is gone through: asking for the next batch rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Cuts a data set into batches. The last batch of an epoch holds what is left and may be smaller. Leaving an
 * epoch early ends what was begun for it; workers that are no longer used end by themselves.
 *
 * @throws DatasetOptionsError when an option is unknown or wrong, or the options make no batch, with every problem
 * @throws AugmentationError when the augmentations do not fit the images
 */
export function batches(data: ImageSet, options: BatchesOptions = {}): Batches {
  const complete = completeOptions(data, options);
  const { batchSize, dropLast, workers, prefetch, seed, augment, mix } = complete;
  const plan = { shape: data.shape, augment, seed };
  const makers = workers === 0 ? onThisThread(data, plan) : inWorkers(data, plan, workers);
  const shape = makers.outputShape;
  const { classNames } = data;
  const classes = classNames.length;
  const mixer = mix.length > 0 ? createMixer(mix, { shape, classes }) : undefined;
  const orderOf = epochOrder(data.labels, complete);
  const size = dropLast ? data.length - (data.length % batchSize) : data.length;
  const batchesPerEpoch = Math.ceil(size / batchSize);
  const disposal = new AbortController();

  async function* epochFrom(epoch: number, startBatch: number): AsyncGenerator<Batch> {
    const left = new AbortController();
    const ends = AbortSignal.any([left.signal, disposal.signal, ...(options.signal ? [options.signal] : [])]);
    ends.throwIfAborted();
    const order = orderOf(epoch).subarray(0, size);
    const maker = makers.take();
    ends.addEventListener("abort", () => maker.end(ends.reason));

    const make = async (batch: number): Promise<Batch> => {
      ends.throwIfAborted();
      const indices = order.slice(batch * batchSize, (batch + 1) * batchSize);
      const labels = labelsAt(data, indices);
      const images = await maker.make(indices, epoch, ends);
      const made: Batch = { images, labels, indices, size: indices.length };
      return mixer?.(made, random(seed, "mix", epoch, batch)) ?? made;
    };

    let finished = false;
    try {
      yield* inTurn(startBatch, batchesPerEpoch, prefetch, make);
      finished = true;
    } finally {
      if (finished) makers.giveBack(maker);
      else left.abort();
    }
  }

  return {
    size,
    batchSize,
    shape,
    classes,
    classNames,
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
    dispose() {
      disposal.abort(new Error("[imgcls/datasets] batches: they have been disposed of."));
      makers.dispose();
    },
  };
}
