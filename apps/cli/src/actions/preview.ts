import { extname } from "node:path";
import {
  datasetInfo,
  firstOfEachClass,
  type ImageSet,
  type ImageShape,
  imageGridPage,
  imageGridPng,
  select,
  toMemory,
} from "@imgcls/datasets";
import { isPlace } from "../known-ids.js";
import type { PreviewOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { writeFileAtomically } from "./files.js";
import { loadData } from "./load-data.js";

const DEFAULT_COUNT = 50;
/** Of images of one's own, in a page twice as fine as it is wide. */
const SHAPE: ImageShape = [168, 168, 3];

/** Writes a labelled grid of training images. */
export async function preview(
  id: string,
  { dataDir, out, count }: PreviewOptions,
  output: Output,
): Promise<void> {
  const title = isPlace(id) ? id : datasetInfo(id).title;
  const format = extname(out).toLowerCase();
  const { train } = await loadData(id, { dataDir, shape: SHAPE }, output);
  const shown = await toMemory(select(train, positions(train, count)));
  const options = { indices: [...shown.labels.keys()], title: `${title}: training images` };
  await writeFileAtomically(
    out,
    format === ".png" ? await imageGridPng(shown, options) : imageGridPage(shown, options),
  );
  output.result(
    { event: "result", id, file: out, images: options.indices.length },
    `${options.indices.length} training images of ${id}: ${out}`,
  );
}

/** The first of every class, then the others in order; without a wish enough to see every class. */
function positions(train: ImageSet, count?: number): number[] {
  const first = firstOfEachClass(train);
  const wanted = Math.min(count ?? Math.max(DEFAULT_COUNT, first.length), train.length);
  const shown = new Set(first.slice(0, wanted));
  for (let index = 0; shown.size < wanted; index++) shown.add(index);
  return [...shown];
}
