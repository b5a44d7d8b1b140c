import { unknownName } from "@imgcls/checks";
import { RecipeError } from "../recipe/problems.js";
import { cifar10Cnn } from "./cifar10-cnn.js";
import { cifar10Tutorial } from "./cifar10-tutorial.js";
import { cifar100Cnn } from "./cifar100-cnn.js";
import { mnistCnn } from "./mnist-cnn.js";
import type { NamedRecipe } from "./named-recipe.js";

/** Recipes that reproduce a published result, by id. A new one is a file and a row here. */
export const RECIPES = {
  "mnist-cnn": mnistCnn,
  "cifar10-cnn": cifar10Cnn,
  "cifar100-cnn": cifar100Cnn,
  "cifar10-tutorial": cifar10Tutorial,
} as const satisfies Readonly<Record<string, NamedRecipe>>;

export type RecipeId = keyof typeof RECIPES;
export const RECIPE_IDS = Object.keys(RECIPES) as RecipeId[];

/** @throws RecipeError with the nearest id */
export function namedRecipe(id: string): NamedRecipe {
  if (Object.hasOwn(RECIPES, id)) return RECIPES[id as RecipeId];
  throw new RecipeError([unknownName("recipe", id, RECIPE_IDS)]);
}
