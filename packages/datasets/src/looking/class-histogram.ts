import { barChart } from "@imgcls/charts";
import { type Checks, positive, text } from "@imgcls/checks";
import type { ImageSet } from "../image-set.js";
import { checkOptions } from "../option-checks.js";
import { classCounts } from "../sets/class-counts.js";

export interface ClassHistogramOptions {
  /** Above the bars. Default: none. */
  readonly title?: string;
  /** Of the longest bar, CSS pixels. Default 400. */
  readonly barWidth?: number;
}

const CHECKS: Checks<ClassHistogramOptions> = { title: text, barWidth: positive };

/** How many images each class has, as bars with their counts, in a self-contained SVG document. */
export function classHistogram(data: ImageSet, options: ClassHistogramOptions = {}): string {
  checkOptions("classHistogram", options, CHECKS);
  const counts = classCounts(data);
  return barChart({
    ...options,
    description: `Bars of the images of ${counts.length} classes, from ${Math.min(...counts)} to ${Math.max(...counts)}.`,
    bars: data.classNames.map((name, label) => ({ name, value: counts[label]! })),
    format: (count) => count.toLocaleString("en-US"),
  });
}
