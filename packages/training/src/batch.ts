/** Images with their labels, as `fit` takes them; the batches of @imgcls/datasets are of this form. */
export interface Batch {
  /** `[size, height, width, channels]`, grey levels 0..255. */
  readonly images: Uint8Array;
  /** `[size]`, class indices. */
  readonly labels: Int32Array;
  /** `[size, classes]`, shares of the classes that sum to one, as MixUp makes them: trained with in place of labels. */
  readonly softLabels?: Float32Array;
  /** `[size]`, a factor for the loss of each image in training. */
  readonly sampleWeights?: Float32Array;
  readonly size: number;
}

/** Where batches come from: anything that can give the batches of an epoch, from any one of them on. */
export interface BatchSource {
  /** Samples an epoch. */
  readonly size: number;
  /** The size of every batch but the last, which may be smaller. */
  readonly batchSize: number;
  readonly batchesPerEpoch: number;
  /** `[height, width, channels]` of the images: compared with the model's input, or the size of a model of free size. */
  readonly shape?: readonly number[];
  /** Number of classes. Where it is given, `fit` compares it with the model's outputs. */
  readonly classes?: number;
  /** By class index. Where both sources of a training give them, `fit` compares them with each other. */
  readonly classNames?: readonly string[];
  /**
   * @param epoch from 1; the same epoch must give the same batches every time
   * @param startBatch from 0 (default) to batchesPerEpoch: how many batches to leave out
   */
  epoch(epoch: number, startBatch?: number): Iterable<Batch> | AsyncIterable<Batch>;
}
