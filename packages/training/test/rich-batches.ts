import type { Batch, BatchSource } from "../src/batch.js";
import { CLASSES, smallBatch, smallSource } from "./small-model.js";

/** The labels of a batch dealt out to two classes, as MixUp does, and a weight for each image. */
export function richBatch(batch: Batch): Batch {
  const softLabels = new Float32Array(batch.size * CLASSES);
  for (const [i, label] of batch.labels.entries()) {
    const share = 0.5 + 0.5 * ((i % 4) / 4);
    softLabels[i * CLASSES + label]! += share;
    softLabels[i * CLASSES + ((label + 1) % CLASSES)]! += 1 - share;
  }
  const sampleWeights = Float32Array.from({ length: batch.size }, (_, i) => 0.5 + (i % 3) / 2);
  return { ...batch, softLabels, sampleWeights };
}

export const richSmallBatch = (size: number, seed: number): Batch => richBatch(smallBatch(size, seed));

export function richSource(count: number): BatchSource {
  const source = smallSource(count);
  return {
    ...source,
    *epoch(epoch, startBatch) {
      for (const batch of source.epoch(epoch, startBatch) as Iterable<Batch>) yield richBatch(batch);
    },
  };
}
