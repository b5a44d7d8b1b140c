/** A recipe's head, where it is computed: features of its images, the regression on them, and what that says of other images. */
import { featureExtractor } from "@imgcls/architectures";
import { classCounts, type ImageSet } from "@imgcls/datasets";
import type { EngineDescription, Preprocessing } from "@imgcls/training";
import { linearLogits } from "@imgcls/transfer";
import type { LayersModel } from "@tensorflow/tfjs";
import manifest from "../../package.json" with { type: "json" };
import type { Parts } from "../data/parts.js";
import { openFeatures } from "../features/feature-computer.js";
import type { AnswerFacts } from "../judging/answers.js";
import { fitAnswers } from "../judging/fit-answers.js";
import type { RegressionHead } from "../recipe/head.js";
import type { Recipe } from "../recipe/recipe.js";
import { inputShapeFor, isPretrained } from "../weights/choice.js";
import { lossWithClassWeights } from "./class-weights.js";
import { type ComputedHead, computeHead, setHead } from "./compute-head.js";
import type { FeaturePart, RunSubject, TrainRunOptions } from "./options.js";

export interface HeadInput {
  readonly recipe: Recipe & { readonly head: RegressionHead };
  readonly parts: Parts;
  /** Base and head; it gets the head's weights. */
  readonly model: LayersModel;
  readonly preprocessing: Preprocessing;
  readonly about: RunSubject;
  readonly options: TrainRunOptions;
}

export interface HeadOfRecipe extends ComputedHead {
  /** What is known of its answers, from images that it was computed without. */
  readonly answers: AnswerFacts | undefined;
  /** What the features were computed with. */
  readonly engine: EngineDescription;
  /** Outputs `[images, classes]`, from the features of images: they do not go through the base again. */
  outputs(images: ImageSet): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export async function headOfRecipe(input: HeadInput): Promise<HeadOfRecipe> {
  const { recipe, parts, model, preprocessing, about, options } = input;
  const { engine, featureCache: cache, signal, onEvent } = options;
  const base = { model: featureExtractor(model), preprocessing };
  const note = (message: string) => onEvent?.({ type: "note", message });
  const computer = await openFeatures(base, { engine, cache, onNote: note });
  const featuresOf = (images: ImageSet, part: FeaturePart) =>
    computer.features(images, {
      signal,
      onProgress: (progress) => onEvent?.({ type: "features", part, ...progress }),
    });
  try {
    onEvent?.({ type: "base", ...about, features: computer.width });
    for (const warning of warningsOf(recipe, parts.train)) note(warning);
    const computed = await computeHead({
      settings: recipe.head,
      images: parts.train,
      featuresOf,
      loss: lossWithClassWeights(recipe.loss, recipe.classWeight, parts.train),
      seed: recipe.seed,
    });
    setHead(model, computed.head);
    onEvent?.({ type: "head", head: computed.facts });
    const { outOfFold } = computed;
    const answers =
      outOfFold &&
      (await fitAnswers(
        { outputs: outOfFold.logits, units: parts.train.classNames.length, loss: recipe.loss },
        outOfFold.rows.map((row) => parts.train.labels[row]!),
      ));
    return {
      ...computed,
      answers,
      get engine() {
        return computer.engine ?? KNOWN_FROM_BEFORE;
      },
      outputs: async (images) => linearLogits(await featuresOf(images, "test"), computed.head),
      dispose: computer.dispose,
    };
  } catch (error) {
    await computer.dispose();
    throw error;
  }
}

/** All features came from the cache. */
const KNOWN_FROM_BEFORE: EngineDescription = {
  name: "cached features",
  version: manifest.version,
  device: "cpu",
};

/** Of the side that weights are for: with less, their features say little. */
const SMALL = 0.5;

function warningsOf({ model }: Recipe, train: ImageSet): string[] {
  const [height, width] = train.shape;
  const [side] = inputShapeFor(model.architecture, model.weights);
  const counts = classCounts(train);
  const single = train.classNames.filter((_, label) => counts[label] === 1);
  return [
    ...(isPretrained(model)
      ? []
      : [
          "the base has no weights that others have trained, so its features are those of chance: give model.weights",
        ]),
    ...(Math.min(height, width) < SMALL * side
      ? [
          `images of ${height}×${width} are small for this base, which is for ${side}×${side}: its features say less of them`,
        ]
      : []),
    ...(single.length > 0
      ? [`one picture of ${single.join(", ")} is too few to tell how well it is recognized: add some`]
      : []),
  ];
}
