/** The network of a recipe as a training begins with it: drawn by chance, or with weights that others have trained. */
import {
  buildModel,
  featureExtractor,
  getPreset,
  preprocessingFor,
  replaceHead,
  withHead,
} from "@imgcls/architectures";
import type { Dataset } from "@imgcls/datasets";
import type { ModelCard, Preprocessing, UsedWeights } from "@imgcls/training";
import type { LayersModel } from "@tensorflow/tfjs";
import { hasComputedHead } from "../recipe/head.js";
import { RecipeError } from "../recipe/problems.js";
import type { Recipe } from "../recipe/recipe.js";
import { NO_WEIGHTS, ONNX } from "../weights/choice.js";
import { pretrainedFrom, publishedNetwork } from "../weights/load-pretrained.js";
import { onnxFeatureBase } from "../weights/onnx-architecture.js";
import type { PretrainedFile } from "../weights/pretrained-file.js";

export interface NetworkOfRecipe {
  readonly model: LayersModel;
  readonly preprocessing: Preprocessing;
  /** What others have trained, for the card. */
  readonly weights?: UsedWeights | undefined;
}

/** The part of a training that its network depends on. */
export interface NetworkInput {
  readonly recipe: Recipe;
  readonly data: Pick<Dataset, "shape" | "classNames">;
  /** Of `recipe.model.weights`. */
  readonly pretrained?: PretrainedFile | undefined;
  /** Of the training that is resumed: its checkpoint has the weights, so their file is not needed any more. */
  readonly card?: ModelCard | undefined;
}

/** @throws RecipeError when the base does not take such images, WeightsError, BuildModelError */
export async function networkOf(input: NetworkInput): Promise<NetworkOfRecipe> {
  const { recipe, data } = input;
  const { architecture, preprocessing, weights = NO_WEIGHTS, ...options } = recipe.model;
  if (architecture === ONNX) return onnxNetwork(input);
  if (weights !== NO_WEIGHTS) return pretrainedNetwork(input);
  const model = buildModel(architecture, {
    ...options,
    inputShape: data.shape,
    classes: data.classNames.length,
    seed: recipe.seed,
  });
  const own = getPreset(architecture).preprocessing;
  return {
    model: hasComputedHead(recipe) ? withComputedHead(model, input) : model,
    preprocessing: preprocessing ?? preprocessingFor(own, data.shape[2]),
  };
}

/** The base is the published network; only its last layer is new. */
async function pretrainedNetwork(input: NetworkInput): Promise<NetworkOfRecipe> {
  const { recipe, data, pretrained, card } = input;
  const { architecture, weights } = recipe.model;
  const { shape, classNames } = data;
  if (shape[2] !== RGB) {
    throw new RecipeError([
      `recipe.model.weights: ${weights} are for images with ${RGB} channels, those of ${recipe.data.dataset} have ${shape[2]}: train without weights`,
    ]);
  }
  const base = pretrained && (await pretrainedFrom(pretrained, shape));
  const published = base?.model ?? publishedNetwork(architecture, shape);
  const model = hasComputedHead(recipe)
    ? withComputedHead(published, input)
    : replaceHead(published, { classes: classNames.length, seed: recipe.seed });
  return {
    model,
    preprocessing: recipe.model.preprocessing ?? base?.facts.preprocessing ?? card!.preprocessing,
    weights: base === undefined ? card?.weights : usedWeights(base.facts),
  };
}

const RGB = 3;

/** The base is the file's own computation. */
function onnxNetwork({ recipe, data, pretrained }: NetworkInput): NetworkOfRecipe {
  const { model, preprocessing } = onnxFeatureBase(pretrained!, data.shape);
  return {
    model: withHead(model, { classes: data.classNames.length, seed: recipe.seed }),
    preprocessing: recipe.model.preprocessing ?? preprocessing,
    weights: usedWeights(pretrained!),
  };
}

/** @throws RecipeError when the architecture makes no features that a head can be computed on */
function withComputedHead(model: LayersModel, { recipe, data }: NetworkInput): LayersModel {
  const base = featureExtractor(model);
  const shape = base.outputs[0]!.shape.slice(1);
  if (shape.length !== 1) {
    throw new RecipeError([
      `recipe.head: a head is computed on features [images, width], and what ${recipe.model.architecture} has before its last layer is [images, ${shape.join(", ")}]: choose another architecture, or head.type "trained"`,
    ]);
  }
  return withHead(base, { classes: data.classNames.length, seed: recipe.seed });
}

const usedWeights = ({ id, sha256, licence }: UsedWeights): UsedWeights => ({
  ...(id !== undefined && { id }),
  sha256,
  ...(licence !== undefined && { licence }),
});
