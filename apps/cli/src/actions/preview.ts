import { extname } from "node:path";
import {
  type DatasetId,
  datasetInfo,
  firstOfEachClass,
  imageGridPage,
  imageGridPng,
  type LabeledImages,
  loadDataset,
} from "@imgcls/datasets";
import type { PreviewOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { downloadProgress } from "./download-progress.js";
import { writeFileAtomically } from "./files.js";

const DEFAULT_COUNT = 50;

/** Writes a labelled grid of training images. */
export async function preview(
  id: string,
  { dataDir, out, count }: PreviewOptions,
  output: Output,
): Promise<void> {
  const { title } = datasetInfo(id);
  const format = extname(out).toLowerCase();
  const { train } = await loadDataset(id as DatasetId, {
    ...(dataDir === undefined ? {} : { dataDir }),
    onProgress: downloadProgress(output),
  });
  const options = { indices: positions(train, count), title: `${title}: training images` };
  await writeFileAtomically(
    out,
    format === ".png" ? await imageGridPng(train, options) : imageGridPage(train, options),
  );
  output.result(
    { event: "result", id, file: out, images: options.indices.length },
    `${options.indices.length} training images of ${id}: ${out}`,
  );
}

/** The first of every class, then the others in order; without a wish enough to see every class. */
function positions(train: LabeledImages, count?: number): number[] {
  const first = firstOfEachClass(train);
  const wanted = Math.min(count ?? Math.max(DEFAULT_COUNT, first.length), train.length);
  const shown = new Set(first.slice(0, wanted));
  for (let index = 0; shown.size < wanted; index++) shown.add(index);
  return [...shown];
}
