import { type Dataset, type ImageShape, loadDataset, shuffle } from "@imgcls/datasets";
import { isPlace } from "../known-ids.js";
import type { Output } from "../output.js";
import { downloadProgress } from "./download-progress.js";

interface DataOptions {
  /** Of images of one's own: where they are when that is not the place that the id names. */
  readonly dataDir: string | undefined;
  /** What images of one's own are brought to. */
  readonly shape: ImageShape;
  readonly signal?: AbortSignal;
}

/**
 * A data set with download progress. The synthetic sets keep their own seed: the seed of a training must
 * not change what the training is tested on. So do images of one's own, which are split by chance. These lie
 * class by class, so they are mixed here: the first N images shall be of all classes.
 */
export async function loadData(
  id: string,
  { dataDir, shape, signal }: DataOptions,
  output: Output,
): Promise<Dataset> {
  const common = { onProgress: downloadProgress(output), ...(signal === undefined ? {} : { signal }) };
  if (!isPlace(id)) return loadDataset(id, { ...common, ...(dataDir === undefined ? {} : { dataDir }) });
  const moved = dataDir === undefined ? id : `${id.slice(0, id.indexOf(":"))}:${dataDir}`;
  const data = await loadDataset(moved, { ...common, images: { shape } });
  return { ...data, id, train: shuffle(data.train) };
}
