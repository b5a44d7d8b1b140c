import { completeAugmentations } from "@imgcls/datasets";
import type { ModelCard } from "@imgcls/training";
import { isPlaceId } from "../data/place-id.js";
import { RecipeError, recipeProblems } from "./problems.js";
import { type CallbackSettings, type DataSettings, RECIPE_VERSION, type Recipe } from "./recipe.js";

/**
 * The recipe that a run was trained by. Cards of earlier versions have it in parts.
 *
 * @throws RecipeError when it is no recipe that this version knows
 */
export function recipeOfCard(card: ModelCard): Recipe {
  const recipe = recipeIn(card);
  const problems = recipeProblems(recipe);
  if (problems.length > 0) throw new RecipeError(problems);
  return recipe;
}

/** The images of a run, whether or not this version knows its network: a program of your own may have trained it. */
export const dataOfCard = (card: ModelCard): DataSettings => recipeIn(card).data;

/** What recipes did not say when nothing else could be said. */
const ALWAYS_BEFORE = {
  head: { type: "trained" },
  normalization: "trained",
  dropout: true,
  dropLast: false,
  evaluation: { flips: false },
} as const;

/** With the values in their order: a training that is resumed writes the same recipe again. */
const recipeIn = (card: ModelCard): Recipe =>
  "data" in card.recipe
    ? { ...(card.recipe as unknown as Recipe), ...missingIn(card.recipe as Partial<Recipe>) }
    : recipeOfEarlierCard(card);

const missingIn = ({
  head = ALWAYS_BEFORE.head,
  normalization = ALWAYS_BEFORE.normalization,
  dropout = ALWAYS_BEFORE.dropout,
  dropLast = ALWAYS_BEFORE.dropLast,
}: Partial<Recipe>) => ({ head, normalization, dropout, dropLast });

function recipeOfEarlierCard({
  recipe,
  dataset,
  architecture,
  inputShape,
  seed,
  validatedOn,
  preprocessing,
}: ModelCard): Recipe {
  const { name, augment, earlyStopping, optimizer, loss, batchSize, epochs } = recipe;
  const { stem, auxiliaryHeads } = architecture.options;
  return {
    schemaVersion: RECIPE_VERSION,
    name: typeof name === "string" ? name : architecture.id,
    data: {
      dataset: dataset.id,
      validation: validatedOn === "validation" ? "part" : "test",
      ...(isPlaceId(dataset.id) && {
        imageSize: [inputShape[0], inputShape[1]] as const,
        fit: dataset.images?.fit ?? "fill",
        onBadImage: dataset.images?.onBadImage ?? "error",
      }),
      ...(dataset.sizes.train !== undefined && {
        limit: dataset.sizes.train,
        ...(!dataset.stratified && { limitToFirst: true }),
      }),
      augment: completeAugmentations(Array.isArray(augment) ? augment : []),
      mix: [],
      classBalanced: false,
    },
    model: {
      architecture: architecture.id as Recipe["model"]["architecture"],
      preprocessing,
      ...(stem !== undefined && { stem: stem as "small" }),
      ...(auxiliaryHeads !== undefined && { auxiliaryHeads: auxiliaryHeads as boolean }),
    },
    ...ALWAYS_BEFORE,
    trainable: ["*"],
    epochs,
    batchSize,
    optimizer,
    schedule: { type: "constant" },
    loss,
    phases: [],
    classWeight: "none",
    metrics: [],
    callbacks:
      earlyStopping === undefined
        ? []
        : [{ type: "earlyStopping", ...(earlyStopping as object) } as CallbackSettings],
    seed,
  };
}
