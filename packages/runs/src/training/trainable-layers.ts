import type { LayersModel } from "@tensorflow/tfjs";
import { RecipeError } from "../recipe/problems.js";

/**
 * Trains the layers whose names match one of the patterns, `*` for any text, and keeps the weights of the others.
 *
 * @throws RecipeError for a pattern that no layer matches
 */
export function trainOnly(model: LayersModel, patterns: readonly string[]): void {
  const expressions = patterns.map(
    (pattern) => new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`),
  );
  const unmatched = patterns.filter((_, i) => !model.layers.some(({ name }) => expressions[i]!.test(name)));
  if (unmatched.length > 0) {
    const names = model.layers.map(({ name }) => name).join(", ");
    throw new RecipeError(
      unmatched.map(
        (pattern) => `trainable: no layer of the model matches "${pattern}"; its layers are ${names}`,
      ),
    );
  }
  for (const layer of model.layers) layer.trainable = expressions.some((each) => each.test(layer.name));
}

const escaped = (text: string): string => text.replace(/[\\^$.|?+()[\]{}]/g, "\\$&");
