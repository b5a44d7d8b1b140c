import { type HistoryRow, loadCard, loadHistory, type ModelCard, RunFolderError } from "@imgcls/training";
import type { RunPlace } from "../places/place.js";
import { recipeOfCard } from "../recipe/card-recipe.js";
import type { Recipe } from "../recipe/recipe.js";

/** What can be said of a run without loading its model. */
export interface RunSummary {
  readonly name: string;
  readonly card: ModelCard;
  readonly recipe: Recipe;
  readonly history: readonly HistoryRow[];
  /** Of training and validation. */
  readonly seconds: number;
}

/** @throws RunFolderError when card or history are missing or damaged, RecipeError when the recipe is of another version */
export async function summarizeRun(place: RunPlace): Promise<RunSummary> {
  const card = await loadCard(place.folder);
  const history = await loadHistory(place.folder);
  return {
    name: place.name,
    card,
    recipe: recipeOfCard(card),
    history,
    seconds: history.reduce((sum, row) => sum + row.seconds, 0),
  };
}

/** Whether two runs ended with the same weights, bit by bit. @throws RunFolderError when one has none */
export async function haveSameWeights(a: RunPlace, b: RunPlace): Promise<boolean> {
  const [first, second] = await Promise.all([weightsOf(a), weightsOf(b)]);
  return first.length === second.length && first.every((byte, index) => byte === second[index]);
}

async function weightsOf({ folder, name }: RunPlace): Promise<Uint8Array> {
  const bytes = await folder.read("weights.bin");
  if (bytes === undefined) throw new RunFolderError(`${name}/weights.bin`, "expected this file, found none.");
  return bytes;
}
