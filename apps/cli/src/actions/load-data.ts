import { type Dataset, type DatasetId, type LabeledImages, loadDataset } from "@imgcls/datasets";
import type { Output } from "../output.js";
import { downloadProgress } from "./download-progress.js";

interface DataOptions {
  readonly dataDir: string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * A data set with download progress. The synthetic sets keep their own seed: the seed of a training must
 * not change what the training is tested on.
 */
export const loadData = (
  id: string,
  { dataDir, signal }: DataOptions,
  output: Output,
): Promise<Dataset<LabeledImages>> =>
  // An id that this program does not know is loadDataset's to refuse.
  loadDataset(id as DatasetId, {
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(signal === undefined ? {} : { signal }),
    onProgress: downloadProgress(output),
  });
