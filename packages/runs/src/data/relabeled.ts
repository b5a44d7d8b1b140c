import { type Dataset, mapLabels, placeOf, sha256 } from "@imgcls/datasets";
import { RecipeError } from "../recipe/problems.js";
import type { Relabeling } from "../recipe/recipe.js";
import { PARTS, problemsOfMissing, referenceOf, withoutDot } from "./without-excluded.js";

/**
 * The data set with other labels for some of its training and validation images.
 *
 * @throws RecipeError when an image or a class is not there, an image is a test image, or the names of images stand for others
 *   than when they were marked
 */
export async function relabeled(data: Dataset, { labels, fingerprint }: Relabeling): Promise<Dataset> {
  const { classNames } = data;
  const wanted = new Map(
    Object.entries(labels).map(([reference, name]) => [withoutDot(reference), name] as const),
  );
  const unknown = [...new Set(wanted.values())].filter((name) => !classNames.includes(name));
  const isOther = fingerprint !== undefined && fingerprint !== (await fingerprintOfNames(data));
  const found = new Set<string>();
  const parts = PARTS.flatMap((part) => {
    const images = data[part];
    if (images === undefined) return [];
    const changed = mapLabels(
      images,
      (label, index) => {
        const reference = referenceOf(placeOf(images, part, index));
        const name = wanted.get(reference);
        if (name === undefined) return label;
        found.add(reference);
        return unknown.includes(name) ? label : classNames.indexOf(name);
      },
      classNames,
    );
    return [[part, changed] as const];
  });
  const missing = [...wanted.keys()].filter((reference) => !found.has(reference));
  const problems = [
    ...(isOther
      ? [
          `recipe.data.relabel.fingerprint: ${data.id} has other images or classes than when they were marked: mark them again, or take the fingerprint out where the names still stand for the same images`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `recipe.data.relabel.labels: expected classes of ${data.id} (${classNames.join(", ")}), received ${unknown.join(", ")}`,
        ]
      : []),
    ...problemsOfMissing("recipe.data.relabel.labels", missing, data),
  ];
  if (problems.length > 0) throw new RecipeError(problems);
  return { ...data, ...Object.fromEntries(parts) };
}

/**
 * SHA-256 of the classes, and of which training and validation image has which name and class, whatever their order and size. Marks
 * of images are by name: with another fingerprint they may be of others.
 */
export function fingerprintOfNames(data: Dataset): Promise<string> {
  const names = PARTS.flatMap((part) => {
    const images = data[part];
    return Array.from({ length: images?.length ?? 0 }, (_, index) => {
      const place = placeOf(images!, part, index);
      return JSON.stringify([referenceOf(place), place.label]);
    });
  });
  const text = [JSON.stringify(data.classNames), ...names.sort()].join("\n");
  return sha256(new TextEncoder().encode(text));
}
