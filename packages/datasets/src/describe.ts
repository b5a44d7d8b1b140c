import { classCounts, type ImageShape, type LabeledImages } from "./labeled-images.js";

export interface DataDescription {
  readonly length: number;
  readonly shape: ImageShape;
  readonly classes: number;
  /** Images a class, in the order of the class names. */
  readonly classCounts: readonly number[];
  /** Smallest and largest grey level, 0..255. NaN for an empty data set, and so for the rest. */
  readonly min: number;
  readonly max: number;
  /** `[channels]`, of the pixels rescaled to 0..1: what a preprocessing with scale 1/255 takes. */
  readonly mean: readonly number[];
  /** `[channels]`, of the pixels rescaled to 0..1 (population standard deviation). */
  readonly std: readonly number[];
}

/** Sizes and pixel statistics of a data set. */
export function describe(data: LabeledImages): DataDescription {
  const channels = data.shape[2];
  const histograms = Array.from({ length: channels }, () => new Float64Array(256));
  for (let channel = 0; channel < channels; channel++) {
    const histogram = histograms[channel]!;
    for (let i = channel; i < data.images.length; i += channels) histogram[data.images[i]!]!++;
  }
  const used = Array.from({ length: 256 }, (_, level) => level).filter((level) =>
    histograms.some((histogram) => histogram[level]! > 0),
  );
  const moments = histograms.map(momentsOf);
  return {
    length: data.length,
    shape: data.shape,
    classes: data.classNames.length,
    classCounts: classCounts(data),
    min: used.at(0) ?? Number.NaN,
    max: used.at(-1) ?? Number.NaN,
    mean: moments.map(({ mean }) => mean / 255),
    std: moments.map(({ std }) => std / 255),
  };
}

function momentsOf(histogram: Float64Array): { mean: number; std: number } {
  let count = 0;
  let sum = 0;
  let squares = 0;
  histogram.forEach((pixels, level) => {
    count += pixels;
    sum += pixels * level;
    squares += pixels * level * level;
  });
  const mean = sum / count;
  return { mean, std: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}
