import { type Check, notNegative } from "@imgcls/checks";
import { type Examples, numbers, requireNone } from "../examples.js";

export type ClassWeight = "balanced" | ArrayLike<number>;

export const classWeight: Check = {
  expected: '"balanced" or an array of numbers',
  accepts: (value) => value === "balanced" || numbers.accepts(value),
};

export interface WeightOptions {
  readonly sampleWeight?: ArrayLike<number>;
  readonly classWeight?: ClassWeight;
}

/** How much each image counts. @throws TransferInputError */
export function imageWeights(
  owner: string,
  { labels, classes }: Examples,
  { sampleWeight, classWeight }: WeightOptions,
): Float64Array {
  requireNone(owner, [
    ...lengthProblems("sampleWeight", sampleWeight, labels.length, "images"),
    ...lengthProblems(
      "classWeight",
      classWeight === "balanced" ? undefined : classWeight,
      classes,
      "classes",
    ),
  ]);
  const ofClass = classWeight === "balanced" ? balanced(labels, classes) : classWeight;
  const weights = Float64Array.from(labels, (label, i) => (sampleWeight?.[i] ?? 1) * (ofClass?.[label] ?? 1));
  requireNone(owner, weights.some((weight) => weight > 0) ? [] : [NOTHING_COUNTS]);
  return weights;
}

const NOTHING_COUNTS =
  "expected sampleWeight and classWeight to let one image count at least, received weights that make 0 for each";

function lengthProblems(
  name: string,
  values: ArrayLike<number> | undefined,
  length: number,
  what: string,
): string[] {
  if (values === undefined) return [];
  const isRight = values.length === length && Array.from(values).every((value) => notNegative.accepts(value));
  return isRight
    ? []
    : [
        `expected ${name} to be ${length} numbers of 0 or more, one for each of the ${what}, received ${values.length}`,
      ];
}

function balanced(labels: ArrayLike<number>, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (let i = 0; i < labels.length; i++) counts[labels[i]!]!++;
  return counts.map((count) => labels.length / (classes * count));
}
