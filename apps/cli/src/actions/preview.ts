import { extname } from "node:path";
import {
  type Augmentation,
  datasetInfo,
  datasetPage,
  firstOfEachClass,
  formatAugmentations,
  type ImageSet,
  type ImageShape,
  imageGrid,
  type LabeledImages,
  parseAugmentations,
  previewAugmentations,
  select,
  svgToPng,
  toMemory,
} from "@imgcls/datasets";
import { isPlaceId, loadData } from "@imgcls/runs";
import type { PreviewOptions } from "../options/data.js";
import type { Output } from "../output.js";
import { downloadProgress } from "./download-progress.js";
import { writeFileAtomically } from "./files.js";
import { reportData } from "./report-data.js";

/** Or more, so that every class is shown. */
const DEFAULT_COUNT = 50;
/** Each has a row of its own. */
const DEFAULT_AUGMENTED = 10;
/** Of images of one's own, in a page twice as fine as it is wide. */
const SHAPE: ImageShape = [168, 168, 3];

/** Writes a picture of labelled training images, as they are or augmented, or a page with both and more. */
export async function preview(
  id: string,
  { out, count, augment: augmentText, fit = "fill", onBadImage = "error", ...place }: PreviewOptions,
  output: Output,
): Promise<void> {
  const name = isPlaceId(id) ? id : datasetInfo(id).title;
  const isPage = extname(out).toLowerCase() === ".html";
  const augment = augmentText === undefined ? undefined : parseAugmentations(augmentText);
  const ways = isPlaceId(id) ? { fit, onBadImage } : {};
  const data = await loadData({ dataset: id, ...ways }, SHAPE, {
    ...place,
    onProgress: downloadProgress(output),
  });
  reportData(data, output);
  const { train } = data;
  const usual =
    augment === undefined || isPage ? Math.max(DEFAULT_COUNT, train.classNames.length) : DEFAULT_AUGMENTED;
  const sample = await toMemory(select(train, positions(train, count ?? usual)));
  await writeFileAtomically(
    out,
    isPage
      ? datasetPage(train, { title: `${name}: training images`, sample, ...(augment && { augment }) })
      : await svgToPng(picture(sample, name, augment)),
  );
  output.result(
    { event: "result", id, file: out, images: sample.length, ...(augment && { augment }) },
    `${sample.length} training images of ${id}: ${out}`,
  );
}

function picture(sample: LabeledImages, name: string, augment?: readonly Augmentation[]): string {
  const indices = [...sample.labels.keys()];
  return augment === undefined
    ? imageGrid(sample, { indices, title: `${name}: training images` })
    : previewAugmentations(sample, augment, { indices, title: `${name}: ${formatAugmentations(augment)}` });
}

/** The first of every class, then the others in order. */
function positions(train: ImageSet, count: number): number[] {
  const wanted = Math.min(count, train.length);
  const shown = new Set(firstOfEachClass(train).slice(0, wanted));
  for (let index = 0; shown.size < wanted; index++) shown.add(index);
  return [...shown];
}
