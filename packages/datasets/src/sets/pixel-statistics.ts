import { type Checks, finite } from "@imgcls/checks";
import { type ImageSet, type Outcome, visitPixels } from "../image-set.js";
import { checkOptions } from "../option-checks.js";

export interface PixelStatistics {
  /** Smallest and largest grey level, 0..255. NaN for an empty data set, and so for the rest. */
  readonly min: number;
  readonly max: number;
  /** `[channels]`. */
  readonly mean: readonly number[];
  /** `[channels]`, population standard deviation. */
  readonly std: readonly number[];
}

export interface PixelScale {
  /** What grey levels 0..255 are multiplied by. Default 1/255. */
  readonly scale?: number;
}

const CHECKS: Checks<PixelScale> = { scale: finite };

/**
 * Mean and standard deviation of each channel over all pixels of all images: what torchvision's `Normalize`
 * takes. Of pixels multiplied by `scale`: 1/255 (the default) for values in 0..1, 1 for grey levels 0..255.
 * Exact: pixels are counted, not added up. A promise for a lazy data set, which is read once.
 */
export function meanAndStd<Data extends ImageSet>(
  data: Data,
  options: PixelScale = {},
): Outcome<Data, { mean: number[]; std: number[] }> {
  checkOptions("meanAndStd", options, CHECKS);
  const { scale = 1 / 255 } = options;
  const statistics = pixelCounter(data.shape[2]);
  return visitPixels(data, statistics.count, () => {
    const { mean, std } = statistics.result(scale);
    return { mean: [...mean], std: [...std] };
  });
}

/** Counts the grey levels of each channel in pieces of whole images. */
export function pixelCounter(channels: number) {
  const histograms = Array.from({ length: channels }, () => new Float64Array(256));

  function count(pixels: Uint8Array): void {
    for (let channel = 0; channel < channels; channel++) {
      const histogram = histograms[channel]!;
      for (let i = channel; i < pixels.length; i += channels) histogram[pixels[i]!]!++;
    }
  }

  function result(scale: number): PixelStatistics {
    const used = Array.from({ length: 256 }, (_, level) => level).filter((level) =>
      histograms.some((histogram) => histogram[level]! > 0),
    );
    const moments = histograms.map(momentsOf);
    return {
      min: used.at(0) ?? Number.NaN,
      max: used.at(-1) ?? Number.NaN,
      mean: moments.map(({ mean }) => mean * scale),
      std: moments.map(({ std }) => std * scale),
    };
  }

  return { count, result };
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
