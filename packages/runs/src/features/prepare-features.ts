/** Features before anybody asks for them: a head is trained in seconds then. */
import { concat, type Dataset } from "@imgcls/datasets";
import { completeRecipe } from "../recipe/complete.js";
import { hasComputedHead } from "../recipe/head.js";
import { requireRecipe } from "../recipe/problems.js";
import type { RecipeDraft } from "../recipe/recipe.js";
import type { TrainRunOptions } from "../training/options.js";
import { factsOf } from "../training/train-run.js";
import { isPretrained } from "../weights/choice.js";
import { pretrainedFile } from "../weights/pretrained-file.js";
import { openBaseFeatures } from "./base-features.js";
import type { FeatureOptions, FeatureProgress } from "./feature-computer.js";
import { mirrored } from "./mirrored.js";

export interface PrepareFeaturesOptions
  extends Pick<TrainRunOptions, "engine" | "featureCache" | "weights" | "signal" | "onProgress">,
    Pick<FeatureOptions, "onNote"> {
  /** The recipe's images. */
  readonly data: Dataset;
  readonly onFeatures?: ((progress: FeatureProgress) => void) | undefined;
}

/**
 * Computes the features that a recipe's head needs, and keeps them where `trainRun` looks for them. Ended by its signal it may go on
 * later: what was computed is kept.
 *
 * @param draft with `model.weights` and a head that is computed; nothing is done for others
 * @throws RecipeError, PretrainedError, WeightsError, and what loading and computing throw
 */
export async function prepareFeatures(draft: RecipeDraft, options: PrepareFeaturesOptions): Promise<void> {
  requireRecipe(draft);
  const { data, engine, featureCache: cache, onNote, onFeatures, onProgress, signal } = options;
  const recipe = completeRecipe(draft, factsOf(data));
  if (!hasComputedHead(recipe) || !isPretrained(recipe.model)) return;
  const { architecture, weights, preprocessing } = recipe.model;
  const file = await pretrainedFile(architecture, options.weights ?? weights, { onProgress, signal });
  const computer = await openBaseFeatures(
    { file, shape: data.shape, preprocessing },
    { engine, cache, onNote },
  );
  try {
    const views = recipe.head.flips ? [data.train, mirrored(data.train)] : [data.train];
    for await (const _ of computer.stream(concat(...views, data.test), { signal, onProgress: onFeatures }));
  } finally {
    await computer.dispose();
  }
}
