import { getPreset, type TrainingRecipe } from "@imgcls/architectures";
import { completeAugmentations, formatAugmentations, parseAugmentations } from "@imgcls/datasets";
import type { ModelCard } from "@imgcls/training";
import { UsageError } from "../errors.js";
import type { TrainOptions } from "../options/schemas.js";
import { recipes } from "../recipes.js";
import { isSameKind } from "./own-images.js";
import type { TrainPlan } from "./train-plan.js";

/** The plan that a run was started with; only the number of epochs may be another. */
export function planFromCard(card: ModelCard, options: TrainOptions): TrainPlan {
  const problems = differences(card, options);
  if (problems.length > 0) throw new UsageError(problems, "train");
  const { name, augment, ...recipe } = card.recipe;
  const training = recipe as unknown as TrainingRecipe;
  return {
    name: typeof name === "string" ? name : card.architecture.id,
    dataset: card.dataset.id,
    // An unknown name would be a card of another version of this program.
    architecture: getPreset(card.architecture.id).name,
    imageShape: card.inputShape,
    images: card.dataset.images,
    preprocessing: card.preprocessing,
    training: { ...training, epochs: options.epochs ?? training.epochs },
    augment: augmentationsOf(augment),
    seed: card.seed,
    limit: card.dataset.sizes.train,
  };
}

/** A run without augmentation has none in its card. */
const augmentationsOf = (recorded: unknown) => completeAugmentations(Array.isArray(recorded) ? recorded : []);

const shortest = (text: string | undefined) =>
  text === undefined ? undefined : formatAugmentations(parseAugmentations(text));

/** Your own images may have moved: what is in them is compared when they are loaded. */
const datasetAsked = (asked: string | undefined, started: string) =>
  asked !== undefined && isSameKind(asked, started) ? started : asked;

/** The same command with `--resume` added must work, and one that asks for something else must not. */
function differences(
  { inputShape, recipe, architecture, dataset, seed }: ModelCard,
  options: TrainOptions,
): string[] {
  const asked = options.recipe === undefined ? undefined : recipes[options.recipe];
  const compared: readonly (readonly [flag: string, asked: unknown, started: unknown])[] = [
    ["--dataset", asked?.dataset ?? datasetAsked(options.dataset, dataset.id), dataset.id],
    ["--arch", asked?.architecture ?? options.arch, architecture.id],
    ["--image-size", options.imageSize?.join("x"), inputShape.slice(0, 2).join("x")],
    ["--fit", options.fit, dataset.images?.fit ?? "fill"],
    ["--on-bad-image", options.onBadImage, dataset.images?.onBadImage ?? "error"],
    ["--batch-size", options.batchSize, recipe.batchSize],
    ["--optimizer", options.optimizer, recipe.optimizer.type],
    ["--lr", options.lr, recipe.optimizer.learningRate],
    ["--seed", options.seed, seed],
    ["--augment", shortest(options.augment), formatAugmentations(augmentationsOf(recipe.augment))],
    ["--limit", options.limit, dataset.sizes.train],
  ];
  return compared
    .filter(([, wanted, started]) => wanted !== undefined && wanted !== started)
    .map(
      ([flag, wanted, started]) =>
        `${flag} ${wanted}: the run to resume was started with ${started}; leave the option out, or start anew in another folder`,
    );
}
