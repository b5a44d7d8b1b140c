import type { ImageShape } from "../labeled-images.js";

/** Makes the images of batches, for one epoch at a time. Several batches may be on the way at once. */
export interface ImageMaker {
  /**
   * @param indices `[size]`, positions in the data set
   * @param epoch from 1
   * @returns `[size, height, width, channels]`
   */
  make(indices: Uint32Array, epoch: number, signal: AbortSignal): Promise<Uint8Array>;
  /** No more batches are wanted of it; those on the way fail for this reason. */
  end(reason: unknown): void;
}

/** Gives a maker to every epoch that is gone through, also to several at once. */
export interface ImageMakers {
  readonly outputShape: ImageShape;
  take(): ImageMaker;
  /** A maker whose batches are all done: the next epoch may have it. */
  giveBack(maker: ImageMaker): void;
  /** Frees what is kept for the next epoch. */
  dispose(): void;
}
