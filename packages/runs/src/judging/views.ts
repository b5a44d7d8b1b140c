/** Views of an image that are predicted together: the image, and its mirror image where the recipe says so. */
import type { ImageShape } from "@imgcls/datasets";
import type { ModelCard, Predictor } from "@imgcls/training";
import { mirrorRows } from "../features/mirrored.js";
import type { EvaluationSettings } from "../recipe/recipe.js";

/** Of cards of earlier versions and of programs of one's own: the image alone. */
export const viewsOf = ({ recipe }: ModelCard): EvaluationSettings =>
  (recipe.evaluation as EvaluationSettings | undefined) ?? { flips: false };

/** Puts out the mean of what it puts out for each view: of logits, or of probabilities. */
export function predictingViews(
  predictor: Predictor,
  { flips }: EvaluationSettings,
  [, width, channels]: ImageShape,
): Predictor {
  if (!flips) return predictor;
  return {
    description: predictor.description,
    async predict(images, size) {
      const outputs = await predictor.predict(images, size);
      const mirrored = images.slice();
      mirrorRows(mirrored, width, channels);
      const others = await predictor.predict(mirrored, size);
      return outputs.map((output, i) => (output + others[i]!) / 2);
    },
    dispose: () => predictor.dispose(),
  };
}
