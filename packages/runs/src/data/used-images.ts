import type { Dataset } from "@imgcls/datasets";
import type { DataSettings } from "../recipe/recipe.js";
import { relabeled } from "./relabeled.js";
import { withoutExcluded } from "./without-excluded.js";

/**
 * The images that a recipe trains on, with the labels that it gives them. Positions are those of all images, so labels come first.
 *
 * @throws RecipeError when what is to be excluded or relabelled is not there
 */
export const usedImages = async (
  data: Dataset,
  { relabel, exclude = [] }: Pick<DataSettings, "relabel" | "exclude">,
): Promise<Dataset> =>
  withoutExcluded(relabel === undefined ? data : await relabeled(data, relabel), exclude);
