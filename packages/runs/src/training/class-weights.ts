import { unknownName } from "@imgcls/checks";
import { classWeights, type ImageSet } from "@imgcls/datasets";
import type { LossConfig } from "@imgcls/training";
import { RecipeError } from "../recipe/problems.js";
import type { ClassWeight } from "../recipe/recipe.js";

/**
 * The loss with a factor for each class: "balanced" is images / (classes · images of the class), as in scikit-learn.
 *
 * @param train the images that are trained on
 * @throws RecipeError when there is a weight for a class that the images do not have
 */
export function lossWithClassWeights(
  loss: LossConfig,
  classWeight: ClassWeight,
  train: ImageSet,
): LossConfig {
  if (classWeight === "none") return loss;
  if (classWeight === "balanced") return { ...loss, classWeights: classWeights(train) };
  const { classNames } = train;
  const unknown = Object.keys(classWeight).filter((name) => !classNames.includes(name));
  if (unknown.length > 0) {
    throw new RecipeError(
      unknown.map((name) => `recipe.classWeight: ${unknownName("class", name, classNames)}`),
    );
  }
  return { ...loss, classWeights: classNames.map((name) => classWeight[name] ?? 1) };
}
