/** The last layer by logistic regression on the features of the layers before it: before any step, or instead of all. */
import { type ImageSet, isInMemory } from "@imgcls/datasets";
import { type LossConfig, lossMeter, type UsedHead } from "@imgcls/training";
import { chooseStrength, crossValidate, type LinearHead, linearLogits, logisticRegression } from "@imgcls/transfer";
import { type LayersModel, tensor } from "@tensorflow/tfjs";
import type { Parts } from "../data/parts.js";
import type { FeatureBase } from "../features/feature-base.js";
import { type FeatureComputer, openFeatures } from "../features/feature-computer.js";
import { mirrored } from "../features/mirrored.js";
import type { RegressionHead } from "../recipe/head.js";
import { RecipeError } from "../recipe/problems.js";
import type { Recipe } from "../recipe/recipe.js";
import type { TestMetrics } from "./card.js";
import type { TrainRunOptions } from "./options.js";

export interface HeadJob {
  readonly recipe: Recipe;
  readonly parts: Parts;
  /** Base and head: its last layer gets its weights. */
  readonly model: LayersModel;
  readonly base: FeatureBase;
  /** With the weights of the classes. */
  readonly loss: LossConfig;
  readonly options: TrainRunOptions;
}
