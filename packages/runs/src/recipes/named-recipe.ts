import type { RecipeDraft } from "../recipe/recipe.js";

/** A recipe that reproduces a published result. */
export interface NamedRecipe {
  readonly title: string;
  /** Where it is from, and what it reached there. */
  readonly source: string;
  /** The published one, 0..1. */
  readonly testAccuracy: number;
  readonly recipe: RecipeDraft & { readonly name: string };
}

/** Checks a recipe's type, and that it says what it is trained on. */
export const defineRecipe = (recipe: NamedRecipe): NamedRecipe => recipe;
