import { firstOf } from "@imgcls/checks";
import { type Dataset, filter, type ImagePlace, placeOf } from "@imgcls/datasets";
import { RecipeError } from "../recipe/problems.js";

/** Parts that images can be left out of or relabelled in. What a model is tested on must not depend on what it was trained with. */
export const PARTS = ["train", "validation"] as const;

/** How a list of images names one: by its path; where images are no files, by part and position, `train/123`. */
export const referenceOf = ({ path, part, index }: ImagePlace): string => path ?? `${part}/${index}`;

/** A path as `referenceOf` gives it: lists may begin one with "./". */
export const withoutDot = (reference: string): string => reference.replace(/^\.\//, "");

/**
 * The data set without the images of a list, in training and validation.
 *
 * @param exclude as `referenceOf` names them; "./" before a path is passed over
 * @throws RecipeError when the list names images that are not there, or test images
 */
export function withoutExcluded(data: Dataset, exclude: readonly string[]): Dataset {
  if (exclude.length === 0) return data;
  const wanted = new Set(exclude.map(withoutDot));
  const found = new Set<string>();
  const parts = PARTS.flatMap((part) => {
    const images = data[part];
    if (images === undefined) return [];
    const kept = filter(images, (_, index) => {
      const reference = referenceOf(placeOf(images, part, index));
      if (!wanted.has(reference)) return true;
      found.add(reference);
      return false;
    });
    return [[part, kept] as const];
  });
  const missing = [...wanted].filter((reference) => !found.has(reference));
  const problems = problemsOfMissing("recipe.data.exclude", missing, data);
  if (problems.length > 0) throw new RecipeError(problems);
  return { ...data, ...Object.fromEntries(parts) };
}

const NAMED_AT_MOST = 5;

/**
 * What is wrong with images that are in none of those parts.
 *
 * @param owner the value of the recipe that names them
 */
export function problemsOfMissing(
  owner: string,
  missing: readonly string[],
  { id, test, skipped = [] }: Dataset,
): string[] {
  const tested = new Set(
    Array.from({ length: test.length }, (_, index) => referenceOf(placeOf(test, "test", index))),
  );
  const unreadable = new Set(skipped.map(({ path }) => path));
  const ofTest = missing.filter((reference) => tested.has(reference));
  const unknown = missing.filter((reference) => !tested.has(reference) && !unreadable.has(reference));
  const expected = "pathOf" in test ? "paths as they are below the folder" : "train/POSITION";
  return [
    ...(ofTest.length > 0
      ? [
          `${owner}: ${inWords(ofTest)} of the test images, which stay as they are so that results can be compared: take them off the list, or out of the data set`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `${owner}: expected training or validation images of ${id} (${expected}), received ${inWords(unknown)}`,
        ]
      : []),
  ];
}

const inWords = (references: readonly string[]): string =>
  firstOf(
    references.map((reference) => JSON.stringify(reference)),
    NAMED_AT_MOST,
  );
