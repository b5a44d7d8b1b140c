import { type ImageSet, type Outcome, visitPixels } from "./image-set.js";
import type { ImageShape } from "./labeled-images.js";
import { classCounts } from "./sets/class-counts.js";
import { type PixelStatistics, pixelCounter } from "./sets/pixel-statistics.js";

/** `mean` and `std` are of the pixels rescaled to 0..1: as a preprocessing with scale 1/255 needs them. */
export interface DataDescription extends PixelStatistics {
  readonly length: number;
  readonly shape: ImageShape;
  readonly classes: number;
  /** Images a class, in the order of the class names. */
  readonly classCounts: readonly number[];
}

/** Sizes and pixel statistics of a data set; a promise of them for a lazy one, which is read once. */
export function describe<Data extends ImageSet>(data: Data): Outcome<Data, DataDescription> {
  const statistics = pixelCounter(data.shape[2]);
  return visitPixels(data, statistics.count, () => ({
    length: data.length,
    shape: data.shape,
    classes: data.classNames.length,
    classCounts: classCounts(data),
    ...statistics.result(1 / 255),
  }));
}
