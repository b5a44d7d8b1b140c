import type { ImageShape } from "../labeled-images.js";
import type { Random } from "../random.js";

/** What an augmentation may depend on: its own random stream, and which image it changes in which epoch. */
export interface Draw {
  /** The stream of this image in this epoch. */
  readonly random: Random;
  readonly seed: number;
  /** From 1. */
  readonly epoch: number;
  /** Position of the image in the data set. */
  readonly index: number;
}

/** Changes one image after another. */
export interface Augmenter {
  /** Shape of the images that come out. */
  readonly outputShape: ImageShape;
  /**
   * @param image `[height, width, channels]` of the input shape, 0..255; left as it is
   * @param out `[height, width, channels]` of `outputShape`, overwritten
   */
  apply(image: Uint8Array, out: Uint8Array, draw: Draw): void;
}
