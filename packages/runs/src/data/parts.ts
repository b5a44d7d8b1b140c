import { classCounts, type Dataset, type ImageSet, split, take } from "@imgcls/datasets";
import { RecipeError } from "../recipe/problems.js";
import type { Recipe } from "../recipe/recipe.js";
import { validationSize } from "./validation-size.js";

/** Of what the `val_…` columns of a history are. */
export type ValidatedOn = "validation" | "test" | "none";

/** The images as a recipe uses them. */
export interface Parts {
  readonly train: ImageSet;
  /** What decides between epochs; undefined where nothing does. */
  readonly validation: ImageSet | undefined;
  readonly validatedOn: ValidatedOn;
  /** Looked at once, at the end, unless the recipe validates on them. */
  readonly test: ImageSet;
  /** Training images before the limit. */
  readonly available: number;
}

/**
 * Sets validation images apart, then takes what the limit leaves of the rest. The choice depends on the seed of neither the
 * weights nor the order: runs that differ in it are validated on the same images.
 *
 * @throws RecipeError when the parts that are asked for cannot be made of these images
 */
export function partsOf({ data }: Pick<Recipe, "data">, images: Dataset): Parts {
  const { validation, limit, limitToFirst } = data;
  const [own, rest] = apart(validation, images);
  const train = limit === undefined ? rest : take(rest, limit, { stratified: !limitToFirst });
  const validatedOn = validation === "none" ? "none" : validation === "test" ? "test" : "validation";
  return { train, validation: own, validatedOn, test: images.test, available: rest.length };
}

function apart(validation: Recipe["data"]["validation"], images: Dataset): [ImageSet | undefined, ImageSet] {
  const { train, test, validation: part } = images;
  if (validation === "none") return [undefined, train];
  if (validation === "test") return [test, train];
  if (validation === "part") {
    if (part !== undefined) return [part, train];
    throw new RecipeError([
      `recipe.data.validation: ${images.id} comes without validation images: give a share of the training images, such as 0.1, or "none"`,
    ]);
  }
  return fromTraining(validation, train);
}

function fromTraining(validation: number, train: ImageSet): [ImageSet, ImageSet] {
  const counts = classCounts(train);
  const classes = counts.filter((count) => count > 0).length;
  const count = validationSize(validation, counts);
  const least = Math.min(...counts.filter((images) => images > 0));
  const problems = [
    ...(count < classes
      ? [`expected at least ${classes} validation images, one of each class, received ${count}`]
      : []),
    ...(count > train.length - classes
      ? [`${count} validation images leave fewer than one of each class of ${train.length} training images`]
      : []),
    ...(least < 2 ? ['a class has only one training image, which cannot be in two parts: use "none"'] : []),
  ];
  if (problems.length > 0)
    throw new RecipeError(problems.map((problem) => `recipe.data.validation: ${problem}`));
  return split(train, { count, stratified: true });
}
