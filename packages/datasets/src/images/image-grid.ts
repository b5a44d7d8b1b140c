import { type Checks, count, func, positive, text } from "@imgcls/checks";
import type { LabeledImages } from "../labeled-images.js";
import { htmlPage } from "../looking/html-page.js";
import { pictureGrid, pictureOf, pictureProblems, shownPositions } from "../looking/picture-grid.js";
import { svgToPng } from "../looking/svg-to-png.js";
import { checkOptions, positions } from "../option-checks.js";

export interface ImageGridOptions {
  /** Positions of the images to show, in this order. Default: the first 20. */
  readonly indices?: ArrayLike<number>;
  /** Images a row. Default 10, or fewer when there are fewer images. */
  readonly columns?: number;
  /** Width of an image in the picture, CSS pixels. Default 84. */
  readonly cellWidth?: number;
  /** Text under an image. Default: the name of its class. */
  readonly caption?: (index: number) => string;
  /** Above the grid. Default: none. */
  readonly title?: string;
}

const CHECKS: Checks<ImageGridOptions> = {
  indices: positions,
  columns: count,
  cellWidth: positive,
  caption: func,
  title: text,
};

/**
 * A picture of some images with captions, as a self-contained SVG document.
 *
 * @throws DatasetOptionsError for unknown or wrong options, a position outside the data set, or images of neither 1 nor 3 channels
 */
export function imageGrid(data: LabeledImages, options: ImageGridOptions = {}): string {
  checkOptions("imageGrid", options, CHECKS, () => pictureProblems(data, options.indices));
  const indices = shownPositions(data, options.indices, 20);
  const { cellWidth = 84, caption = (index) => data.classNames[data.labels[index]!]!, title } = options;
  const columns = options.columns ?? Math.max(1, Math.min(10, indices.length));
  const pictures = indices.map((index) => pictureOf(data, index, caption(index)));
  return pictureGrid(pictures, { columns, cellWidth, title });
}

/** The same picture as a PNG file. */
export const imageGridPng = (data: LabeledImages, options: ImageGridOptions = {}): Promise<Uint8Array> =>
  svgToPng(imageGrid(data, options));

/** The same picture in a web page of its own. */
export function imageGridPage(data: LabeledImages, options: ImageGridOptions = {}): string {
  const { title = "Images", ...rest } = options;
  return htmlPage(title, [{ content: imageGrid(data, rest) }]);
}
