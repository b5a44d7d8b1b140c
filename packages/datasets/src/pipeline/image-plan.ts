import type { Augmenter } from "../augment/augmentation.js";
import type { Augmentation } from "../augment/augmentations.js";
import { createAugmenter } from "../augment/augmenter.js";
import { type ImageShape, pixelsPerImage } from "../labeled-images.js";
import { type Random, randomStreams } from "../random.js";

/** How images become those of a batch; plain data, the same on every thread. */
export interface ImagePlan {
  /** Of the images in the data set. */
  readonly shape: ImageShape;
  readonly augment: readonly Augmentation[];
  readonly seed: number;
}

/** Makes the images of batches, one batch after another. */
export interface BatchAugmenter {
  readonly outputShape: ImageShape;
  /**
   * @param images `[size, height, width, channels]` of the plan's shape
   * @param indices `[size]`, the positions of these images in the data set
   * @param epoch from 1
   * @returns `[size, height, width, channels]` of the output shape, in memory of its own
   */
  apply(images: Uint8Array, indices: Uint32Array, epoch: number): Uint8Array<ArrayBuffer>;
}

/**
 * Each image has a random stream of its own, from the seed, the epoch and its position in the data set: it is
 * changed in the same way in whichever batch, on whichever thread.
 */
export function createBatchAugmenter({ shape, augment, seed }: ImagePlan): BatchAugmenter {
  const augmenter: Augmenter = createAugmenter(augment, shape);
  const inputPixels = pixelsPerImage(shape);
  const outputPixels = pixelsPerImage(augmenter.outputShape);
  let streams: { readonly epoch: number; readonly at: (index: number) => Random } | undefined;

  return {
    outputShape: augmenter.outputShape,
    apply(images, indices, epoch) {
      if (streams?.epoch !== epoch) streams = { epoch, at: randomStreams(seed, "augment", epoch) };
      const out = new Uint8Array(indices.length * outputPixels);
      for (let i = 0; i < indices.length; i++) {
        const index = indices[i]!;
        augmenter.apply(
          images.subarray(i * inputPixels, (i + 1) * inputPixels),
          out.subarray(i * outputPixels, (i + 1) * outputPixels),
          { random: streams.at(index), seed, epoch, index },
        );
      }
      return out;
    },
  };
}
