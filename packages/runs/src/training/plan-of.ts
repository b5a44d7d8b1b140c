import type { TrainingPlan } from "@imgcls/training";
import type { TrainingSettings } from "../recipe/recipe.js";
import { asInInference } from "./trainable-layers.js";

/**
 * What an engine needs to know of a phase's steps.
 *
 * @param facts of the images and the model; the loss with the weights of the classes
 */
export const planOf = (
  settings: Pick<TrainingSettings, "optimizer" | "batchSize" | "normalization" | "dropout">,
  facts: Pick<TrainingPlan, "loss" | "preprocessing" | "seed">,
): TrainingPlan & Required<Pick<TrainingPlan, "asInInference">> => ({
  optimizer: settings.optimizer,
  batchSize: settings.batchSize,
  asInInference: asInInference(settings),
  ...facts,
});
