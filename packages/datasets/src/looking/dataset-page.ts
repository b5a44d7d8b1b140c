import { escapeXml } from "@imgcls/charts";
import { array, type Checks, object, text } from "@imgcls/checks";
import { formatAugmentations } from "../augment/augmentation-text.js";
import type { Augmentation } from "../augment/augmentations.js";
import { describe } from "../describe.js";
import { type ImageSet, isInMemory } from "../image-set.js";
import { imageGrid } from "../images/image-grid.js";
import type { LabeledImages } from "../labeled-images.js";
import { checkOptions } from "../option-checks.js";
import { classHistogram } from "./class-histogram.js";
import { descriptionRows } from "./describe-text.js";
import { htmlPage, type PageSection } from "./html-page.js";
import { previewAugmentations } from "./preview-augmentations.js";

export interface DatasetPageOptions {
  readonly title: string;
  /** Images of the data set to show. */
  readonly sample: LabeledImages;
  /** Shows what these make of the first images of the sample. Default: nothing. */
  readonly augment?: readonly Augmentation[];
}

const CHECKS: Checks<DatasetPageOptions> = { title: text, sample: object, augment: array };

const AUGMENTED_ROWS = 10;

/**
 * A web page about a data set: sample images, augmented ones, images of each class, and, where the images are
 * in memory, shapes and statistics of the pixels.
 */
export function datasetPage(data: ImageSet, options: DatasetPageOptions): string {
  checkOptions("datasetPage", options, CHECKS, () =>
    options.title === undefined || options.sample === undefined ? ["expected a title and a sample"] : [],
  );
  const { title, sample, augment } = options;
  const sections: PageSection[] = [
    { content: imageGrid(sample, { indices: [...sample.labels.keys()] }) },
    ...(augment === undefined ? [] : [augmented(sample, augment)]),
    { heading: "Images of each class", content: classHistogram(data) },
    ...(isInMemory(data) ? [{ heading: "Shapes and grey levels", content: statistics(data) }] : []),
  ];
  return htmlPage(title, sections);
}

function augmented(sample: LabeledImages, augment: readonly Augmentation[]): PageSection {
  const indices = [...sample.labels.keys()].slice(0, AUGMENTED_ROWS);
  return {
    heading: "Augmented, epoch by epoch",
    content: `<p><code>${escapeXml(formatAugmentations(augment))}</code></p>\n${previewAugmentations(sample, augment, { indices })}`,
  };
}

function statistics(data: LabeledImages): string {
  const rows = descriptionRows(describe(data)).map(
    ([name, value]) => `<tr><th>${escapeXml(name)}</th><td>${escapeXml(value)}</td></tr>`,
  );
  return `<table>\n${rows.join("\n")}\n</table>`;
}
