import { getPreset, type TrainingRecipe } from "@imgcls/architectures";
import { completeAugmentations, formatAugmentations, parseAugmentations } from "@imgcls/datasets";
import type { ModelCard } from "@imgcls/training";
import { UsageError } from "../errors.js";
import type { TrainOptions } from "../options/schemas.js";
import { recipes } from "../recipes.js";
import { isSameKind } from "./own-images.js";
import type { TrainPlan } from "./train-plan.js";

/** The plan that a training was started with; only the number of epochs may be another. */
export function resumedPlan(plan: TrainPlan, options: TrainOptions): TrainPlan {
  const problems = differences(plan, options);
  if (problems.length > 0) throw new UsageError(problems, "train");
  const { training } = plan;
  return { ...plan, training: { ...training, epochs: options.epochs ?? training.epochs } };
}

export function planFromCard(card: ModelCard): TrainPlan {
  const { name, augment, ...recipe } = card.recipe;
  return {
    name: typeof name === "string" ? name : card.architecture.id,
    dataset: card.dataset.id,
    // An unknown name would be a card of another version of this program.
    architecture: getPreset(card.architecture.id).name,
    imageShape: card.inputShape,
    images: card.dataset.images,
    preprocessing: card.preprocessing,
    training: recipe as unknown as TrainingRecipe,
    augment: augmentationsOf(augment),
    seed: card.seed,
    limit: card.dataset.sizes.train,
    stratified: card.dataset.stratified ?? false,
    validateOn: card.validatedOn ?? "test",
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
  { imageShape, images, training, architecture, dataset, seed, augment, limit }: TrainPlan,
  options: TrainOptions,
): string[] {
  const asked = options.recipe === undefined ? undefined : recipes[options.recipe];
  const compared: readonly (readonly [flag: string, asked: unknown, started: unknown])[] = [
    ["--dataset", asked?.dataset ?? datasetAsked(options.dataset, dataset), dataset],
    ["--arch", asked?.architecture ?? options.arch, architecture],
    ["--image-size", options.imageSize?.join("x"), imageShape.slice(0, 2).join("x")],
    ["--fit", options.fit, images?.fit ?? "fill"],
    ["--on-bad-image", options.onBadImage, images?.onBadImage ?? "error"],
    ["--batch-size", options.batchSize, training.batchSize],
    ["--optimizer", options.optimizer, training.optimizer.type],
    ["--lr", options.lr, training.optimizer.learningRate],
    ["--seed", options.seed, seed],
    ["--augment", shortest(options.augment), formatAugmentations(augment)],
    ["--limit", options.limit, limit ?? "all images"],
  ];
  return compared
    .filter(([, wanted, started]) => wanted !== undefined && wanted !== started)
    .map(
      ([flag, wanted, started]) =>
        `${flag} ${wanted}: the run to resume was started with ${started}; leave the option out, or start anew in another folder`,
    );
}
