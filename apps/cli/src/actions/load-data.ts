import { type Dataset, type ImageShape, leftOutText, loadDataset, shuffle } from "@imgcls/datasets";
import type { ReadImages } from "@imgcls/training";
import { isPlace } from "../known-ids.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { downloadProgress } from "./download-progress.js";

/** Where data lie on this machine; of no consequence for what they are. */
export interface DataPlace {
  /** Of images of one's own: where they are when that is not the place that the id names. */
  readonly dataDir?: string | undefined;
  /** Images of one's own are kept decoded on disk. */
  readonly decodedCache?: boolean | undefined;
}

export interface DataOptions extends DataPlace {
  /** What images of one's own are brought to. */
  readonly shape: ImageShape;
  /** How, and what becomes of those that do not decode. */
  readonly images?: Partial<ReadImages> | undefined;
  readonly signal?: AbortSignal;
}

/**
 * A data set with download progress. The synthetic sets keep their own seed: the seed of a training must
 * not change what the training is tested on. So do images of one's own, which are split by chance. These lie
 * class by class, so they are mixed here: the first N images shall be of all classes.
 */
export async function loadData(
  id: string,
  { dataDir, decodedCache = false, shape, images, signal }: DataOptions,
  output: Output,
): Promise<Dataset> {
  const common = { onProgress: downloadProgress(output), ...(signal === undefined ? {} : { signal }) };
  if (!isPlace(id)) return loadDataset(id, { ...common, ...(dataDir === undefined ? {} : { dataDir }) });
  const moved = dataDir === undefined ? id : `${id.slice(0, id.indexOf(":"))}:${dataDir}`;
  const data = await loadDataset(moved, { ...common, images: { ...images, shape, decodedCache } });
  reportSkipped(moved, data, output);
  reportLeftOut(moved, data, output);
  return { ...data, id, train: shuffle(data.train) };
}

/** Names every image that was left out: it is missing in all that follows. */
export function reportSkipped(id: string, { skipped = [] }: Pick<Dataset, "skipped">, output: Output): void {
  if (skipped.length === 0) return;
  const what = skipped.length === 1 ? "image does not decode and is" : "images do not decode and are";
  const list = skipped.map(({ path, reason }) => `  ${printableName(path)}: ${printableName(reason)}`);
  output.warn([`${printableName(id)}: ${skipped.length} ${what} left out:`, ...list].join("\n"));
  output.event({ event: "skipped", id, images: skipped });
}

/** Files that are in none of the sets without being damaged: whoever expects them to be has to know. */
function reportLeftOut(id: string, data: Dataset, output: Output): void {
  const text = leftOutText(data);
  if (text === "") return;
  const { leftOut, withoutClass } = data;
  output.note(`${id}: left out ${text}.`);
  output.event({ event: "leftOut", id, leftOut, withoutClass });
}
