import { type Checks, count, finite, positive, text } from "@imgcls/checks";
import type { Augmentation } from "../augment/augmentations.js";
import type { LabeledImages } from "../labeled-images.js";
import { checkOptions, positions } from "../option-checks.js";
import { createBatchAugmenter } from "../pipeline/image-plan.js";
import { type Picture, pictureGrid, pictureOf, pictureProblems, shownPositions } from "./picture-grid.js";

export interface PreviewOptions {
  /** Positions of the images to show, a row each. Default: the first 8. */
  readonly indices?: ArrayLike<number>;
  /** Epochs shown, from the first: augmented samples of each image. Default 7. */
  readonly samples?: number;
  /** Of the augmentation. Default 0. */
  readonly seed?: number;
  /** Width of an image in the picture, CSS pixels. Default 84. */
  readonly cellWidth?: number;
  /** Above the grid. Default: none. */
  readonly title?: string;
}

const CHECKS: Checks<PreviewOptions> = {
  indices: positions,
  samples: count,
  seed: finite,
  cellWidth: positive,
  title: text,
};

/**
 * Images as they are and what augmentations make of them, as a self-contained SVG document: a row an image,
 * the image itself first, then as the training sees it in its first epochs with this seed.
 *
 * @throws AugmentationError when the augmentations are wrong or do not fit the images
 * @throws DatasetOptionsError for unknown or wrong options, a position outside the data set, or images of neither 1 nor 3 channels
 */
export function previewAugmentations(
  data: LabeledImages,
  augmentations: readonly Augmentation[],
  options: PreviewOptions = {},
): string {
  checkOptions("previewAugmentations", options, CHECKS, () => pictureProblems(data, options.indices));
  const { samples = 7, seed = 0, cellWidth = 84, title } = options;
  const indices = shownPositions(data, options.indices, 8);
  const augmenter = createBatchAugmenter({ shape: data.shape, augment: augmentations, seed });

  const pictures = indices.flatMap((index) => {
    const original = pictureOf(data, index, data.classNames[data.labels[index]!]!);
    const epochs = Array.from({ length: samples }, (_, i): Picture => {
      const pixels = augmenter.apply(original.pixels, Uint32Array.of(index), i + 1);
      return { pixels, shape: augmenter.outputShape, caption: `epoch ${i + 1}` };
    });
    return [original, ...epochs];
  });
  return pictureGrid(pictures, { columns: samples + 1, cellWidth, title });
}
