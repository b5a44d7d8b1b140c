import { DatasetFormatError } from "../errors.js";
import type { ImageSet, SameKind } from "../image-set.js";
import { classNameProblems, labelProblems } from "../labeled-images.js";

/**
 * The same images (shared, not copied) with other classes: `map` gives the new index of an image's class.
 * `mapLabels(digits, (digit) => digit % 2, ["even", "odd"])`
 *
 * @throws DatasetFormatError for labels outside the new classes, or class names that repeat
 */
export function mapLabels<Data extends ImageSet>(
  data: Data,
  map: (label: number, index: number) => number,
  classNames: readonly string[],
): SameKind<Data> {
  const mapped = Array.from(data.labels, map);
  const labels = Int32Array.from(mapped);
  const broken = mapped.findIndex((label) => !Number.isInteger(label));
  const problems = [
    ...classNameProblems(classNames),
    ...(broken < 0
      ? []
      : [`expected labels that are integers, received ${mapped[broken]} at position ${broken}`]),
    ...labelProblems(labels, classNames.length),
  ];
  if (problems.length > 0) throw new DatasetFormatError("mapLabels", problems);
  return { ...data, labels, classNames } as ImageSet as SameKind<Data>;
}
