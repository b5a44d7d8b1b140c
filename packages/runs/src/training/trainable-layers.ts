import { matchesPattern } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import { RecipeError } from "../recipe/problems.js";
import type { TrainingSettings } from "../recipe/recipe.js";

/**
 * Trains the layers whose names match one of the patterns, `*` for any text, and keeps the weights of the others.
 *
 * @throws RecipeError for a pattern that no layer matches
 */
export function trainOnly(
  model: LayersModel,
  { trainable: patterns }: Pick<TrainingSettings, "trainable">,
): void {
  const isMatched = (pattern: string) => model.layers.some(({ name }) => matchesPattern(pattern, name));
  const unmatched = patterns.filter((pattern) => !isMatched(pattern));
  if (unmatched.length > 0) {
    const names = model.layers.map(({ name }) => name).join(", ");
    throw new RecipeError(
      unmatched.map(
        (pattern) => `trainable: no layer of the model matches "${pattern}"; its layers are ${names}`,
      ),
    );
  }
  for (const layer of model.layers) {
    layer.trainable = patterns.some((pattern) => matchesPattern(pattern, layer.name));
  }
}

/** Classes of layers that compute as in inference while the others train. */
export const asInInference = ({
  normalization,
  dropout,
}: Pick<TrainingSettings, "normalization" | "dropout">): string[] => [
  ...(normalization === "frozen" ? ["BatchNormalization"] : []),
  ...(dropout ? [] : ["Dropout", "StochasticDepth"]),
];
