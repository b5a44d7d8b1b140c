import { svgToPng } from "#svg-to-png";
import type { LabeledImages } from "../labeled-images.js";
import { pictureGrid, pictureOf, pictureProblems } from "../looking/picture-grid.js";
import { htmlPage } from "../looking/svg.js";

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

/**
 * A picture of some images with captions, as a self-contained SVG document.
 *
 * @throws Error for a position outside the data set, or images of neither 1 nor 3 channels
 */
export function imageGrid(data: LabeledImages, options: ImageGridOptions = {}): string {
  const indices = Array.from(
    options.indices ?? Array.from({ length: Math.min(20, data.length) }, (_, i) => i),
  );
  const { cellWidth = 84, caption = (index) => data.classNames[data.labels[index]!]!, title } = options;
  const columns = options.columns ?? Math.max(1, Math.min(10, indices.length));
  const problems = pictureProblems(data, indices);
  if (!Number.isInteger(columns) || columns < 1) {
    problems.unshift(`expected columns to be a positive integer, received ${columns}`);
  }
  if (problems.length > 0) throw new Error(`[imgcls/datasets] imageGrid: ${problems.join("; ")}.`);
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
