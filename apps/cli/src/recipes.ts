import type { PresetName } from "@imgcls/architectures";
import type { DatasetId } from "@imgcls/datasets";

/** A data set and an architecture; the hyper-parameters are those of the architecture's preset. */
export interface Recipe {
  readonly dataset: DatasetId;
  readonly architecture: PresetName;
}

/** Combinations that reproduce a published result. */
export const recipes: Readonly<Record<string, Recipe>> = {
  "mnist-cnn": { dataset: "mnist", architecture: "mnist-cnn" },
  "cifar10-cnn": { dataset: "cifar10", architecture: "cifar10-cnn" },
  "cifar100-cnn": { dataset: "cifar100", architecture: "cifar100-cnn" },
  "cifar10-tutorial": { dataset: "cifar10", architecture: "cifar10-tutorial" },
};

export const recipeIds = Object.keys(recipes);
