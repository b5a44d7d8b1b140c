/** What was typed for `train` as a recipe. */
import { readFile } from "node:fs/promises";
import { parseAugmentations } from "@imgcls/datasets";
import {
  isPlaceId,
  isSameKindOfPlace,
  namedRecipe,
  parseExcludeList,
  parseRelabelFile,
  type RecipeDraft,
  RecipeError,
  recipeOfCard,
  transferDraft,
  withValues,
} from "@imgcls/runs";
import { loadCard } from "@imgcls/training";
import { advisedCommand } from "../advice.js";
import { CommandFailedError } from "../errors.js";
import { recipeIds } from "../known-ids.js";
import type { TrainOptions } from "../options/train.js";
import { shareableId } from "./own-images.js";

/** The recipe of an id, a file, a run, or of a data set and an architecture, with what was typed in the place of its values. */
export async function draftFrom(options: TrainOptions): Promise<RecipeDraft> {
  return withValues(await withFlags(await baseOf(options), options), options.set ?? []);
}

async function baseOf(options: TrainOptions): Promise<RecipeDraft> {
  const { recipe, from, dataset, arch, base, weights, fineTune, within } = options;
  if (recipe !== undefined)
    return recipeIds.includes(recipe) ? namedRecipe(recipe).recipe : readRecipe(recipe);
  if (from !== undefined) return recipeOfCard(await loadCard(from));
  if (base !== undefined || within !== undefined) {
    return transferDraft({ dataset: shareableId(dataset!), base, weights, fineTune });
  }
  return { data: { dataset: shareableId(dataset!) }, model: { architecture: arch as never } };
}

async function readRecipe(file: string): Promise<RecipeDraft> {
  const text = await readFile(file, "utf8");
  let recipe: unknown;
  try {
    recipe = JSON.parse(text);
  } catch (cause) {
    throw new CommandFailedError(
      `${file}: expected a recipe as JSON, as \`${advisedCommand(["recipes", "show", "ID"], { json: true })}\` prints it (${(cause as Error).message}).`,
      { cause },
    );
  }
  if (typeof recipe !== "object" || recipe === null) throw new RecipeError([`${file}: expected an object`]);
  return recipe as RecipeDraft;
}

async function withFlags(draft: RecipeDraft, options: TrainOptions): Promise<RecipeDraft> {
  const { epochs, batchSize, seed, classWeight } = options;
  return {
    ...draft,
    ...defined({ epochs, batchSize, seed, classWeight }),
    data: { ...draft.data, ...(await dataFlags(options)) },
    ...optimizerFlags(draft.optimizer, options),
  };
}

async function dataFlags({
  validation,
  imageSize,
  fit,
  onBadImage,
  exclude,
  relabel,
  limit,
  augment,
}: TrainOptions): Promise<RecipeDraft["data"]> {
  const listed = exclude === undefined ? undefined : parseExcludeList(await readFile(exclude, "utf8"));
  const marks =
    relabel === undefined ? undefined : parseRelabelFile(await readFile(relabel, "utf8"), relabel);
  return defined({
    validation: validation as number | undefined,
    imageSize,
    fit,
    onBadImage,
    exclude:
      listed === undefined && marks === undefined
        ? undefined
        : [...(listed ?? []), ...(marks?.exclude ?? [])],
    relabel: marks?.relabel,
    limit,
    augment: augment === undefined ? undefined : parseAugmentations(augment),
  });
}

/** Another optimizer starts from its own defaults. */
function optimizerFlags(
  own: RecipeDraft["optimizer"],
  { optimizer, lr }: TrainOptions,
): Pick<RecipeDraft, "optimizer"> {
  if (optimizer === undefined && lr === undefined) return {};
  const kept = optimizer === undefined || optimizer === own?.type ? own : {};
  return {
    optimizer: {
      ...kept,
      ...defined({ type: optimizer, learningRate: lr }),
    } as NonNullable<RecipeDraft["optimizer"]>,
  };
}

/** Without what is not given. */
const defined = <Values extends object>(
  values: Values,
): { [Name in keyof Values]?: NonNullable<Values[Name]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

/** What was typed with `--resume`, to be compared with what was started: nothing of it has to be typed again. */
export async function askedOf(options: TrainOptions, started: RecipeDraft): Promise<RecipeDraft> {
  const { recipe, dataset, arch, base: network } = options;
  const id = dataset === undefined ? started.data!.dataset! : askedDataset(dataset, started.data!.dataset!);
  const base =
    recipe !== undefined || network !== undefined
      ? await baseOf({ ...options, dataset: id })
      : {
          ...(dataset !== undefined && { data: { dataset: id } }),
          ...(arch !== undefined && { model: { architecture: arch as never } }),
        };
  return withValues(await withFlags(base, options), options.set ?? []);
}

/** Your own images may have moved: what is in them is compared when they are loaded. */
const askedDataset = (asked: string, started: string): string =>
  isPlaceId(asked) && isSameKindOfPlace(asked, started) ? started : asked;
