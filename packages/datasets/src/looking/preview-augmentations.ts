import type { Augmentation } from "../augment/augmentations.js";
import type { LabeledImages } from "../labeled-images.js";
import { createBatchAugmenter } from "../pipeline/image-plan.js";
import { type Picture, pictureGrid, pictureOf, pictureProblems } from "./picture-grid.js";

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

/**
 * Images as they are and what augmentations make of them, as a self-contained SVG document: a row an image,
 * the image itself first, then as the training sees it in its first epochs with this seed.
 *
 * @throws AugmentationError when the augmentations are wrong or do not fit the images
 * @throws Error for a position outside the data set, or images of neither 1 nor 3 channels
 */
export function previewAugmentations(
  data: LabeledImages,
  augmentations: readonly Augmentation[],
  options: PreviewOptions = {},
): string {
  const { samples = 7, seed = 0, cellWidth = 84, title } = options;
  const indices = Array.from(
    options.indices ?? Array.from({ length: Math.min(8, data.length) }, (_, i) => i),
  );
  const problems = pictureProblems(data, indices);
  if (!Number.isInteger(samples) || samples < 1) {
    problems.unshift(`expected samples to be a positive integer, received ${samples}`);
  }
  if (problems.length > 0) throw new Error(`[imgcls/datasets] previewAugmentations: ${problems.join("; ")}.`);
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
