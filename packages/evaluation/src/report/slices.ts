import { array, type Check, object, text, texts } from "@imgcls/checks";
import type { Evaluation } from "../evaluate.js";
import { mostLikely } from "../metrics/most-likely.js";
import { numbers } from "../option-checks.js";
import { wilsonInterval } from "../statistics/wilson.js";

/** A number of each test image, such as its brightness. */
export interface ImageProperty {
  /** Such as "Brightness". */
  readonly name: string;
  /** What the images with the least and with the most of it are: "darkest", "brightest". */
  readonly ends: readonly [least: string, most: string];
  /** [images], NaN where it is not known. */
  readonly values: ArrayLike<number>;
}

/** Test images that have something in common, and how many of them were named correctly. */
export interface Slice {
  /** The property's name, or "Class". */
  readonly by: string;
  /** "darkest", "2 of 5", …, "brightest"; or the class. */
  readonly name: string;
  /** Of the property, in these images; not of classes. */
  readonly range?: readonly [least: number, most: number];
  readonly images: number;
  readonly accuracy: number;
  /** Wilson, 95 %. */
  readonly interval: readonly [low: number, high: number];
  /** Whether they are worse than all images together, with as many slices as were looked at: by chance, one report in 20 says so. */
  readonly isWorse: boolean;
}

export const IMAGE_PROPERTIES: Check = {
  expected: "a list of { name, ends, values }, a number of each image",
  accepts: (value) => array.accepts(value) && (value as unknown[]).every(isProperty),
};

function isProperty(value: unknown): boolean {
  if (!object.accepts(value)) return false;
  const { name, ends, values } = value as Partial<ImageProperty>;
  return text.accepts(name) && texts.accepts(ends) && ends!.length === 2 && numbers.accepts(values);
}

const BINS = 5;

interface Bin {
  readonly by: string;
  readonly name: string;
  readonly range?: readonly [least: number, most: number];
  readonly images: number;
  readonly right: number;
}

/** By each property, in five parts with as many images, and by class. Of properties that all images have alike there are none. */
export function slicesOf(
  properties: readonly ImageProperty[],
  evaluation: Evaluation,
  { probabilities, labels }: { readonly probabilities: Float32Array; readonly labels: ArrayLike<number> },
): Slice[] {
  const { classes } = mostLikely(probabilities, evaluation.perClass.length);
  const isRight = (index: number) => classes[index] === labels[index];
  const bins = [
    ...properties.flatMap((property) => binsOf(property, isRight)),
    ...classBins(evaluation),
  ].filter(({ images }) => images > 0);
  const level = 1 - 0.05 / bins.length;
  return bins.map(({ right, ...bin }) => {
    const { low, high } = wilsonInterval(right, bin.images);
    return {
      ...bin,
      accuracy: right / bin.images,
      interval: [low, high],
      isWorse: wilsonInterval(right, bin.images, { level }).high < evaluation.accuracy,
    };
  });
}

function binsOf({ name: by, ends, values }: ImageProperty, isRight: (index: number) => boolean): Bin[] {
  const ascending = Array.from({ length: values.length }, (_, index) => index)
    .filter((index) => Number.isFinite(values[index]))
    .sort((a, b) => values[a]! - values[b]!);
  const parts = partsOf(ascending.map((index) => values[index]!));
  if (parts.length < 2) return [];
  return parts.map(([start, end], i) => ({
    by,
    name: i === 0 ? ends[0] : i === parts.length - 1 ? ends[1] : `${i + 1} of ${parts.length}`,
    range: [values[ascending[start]!]!, values[ascending[end - 1]!]!],
    images: end - start,
    right: ascending.slice(start, end).filter(isRight).length,
  }));
}

/** Where the parts of an ascending list begin and end; equal values are in one part, so that there may be fewer. */
function partsOf(ascending: readonly number[]): [start: number, end: number][] {
  const parts: [number, number][] = [];
  let start = 0;
  for (let part = 1; part <= BINS; part++) {
    let end = Math.max(start, Math.round((part * ascending.length) / BINS));
    while (end > start && end < ascending.length && ascending[end] === ascending[end - 1]) end++;
    if (end > start) parts.push([start, end]);
    start = end;
  }
  return parts;
}

const classBins = ({ perClass, confusionMatrix }: Evaluation): Bin[] =>
  perClass.length < 2
    ? []
    : perClass.map((scores, label) => ({
        by: "Class",
        name: scores.class,
        images: scores.support,
        right: confusionMatrix[label]![label]!,
      }));
