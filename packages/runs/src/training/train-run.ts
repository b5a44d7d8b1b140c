import { classCounts, type Dataset } from "@imgcls/datasets";
import {
  loadCard,
  loadStart,
  loadTraining,
  loadTrainingCard,
  removeStart,
  type SavedModel,
  type SavedTraining,
  saveStart,
} from "@imgcls/training";
import { classDifferences } from "../data/class-differences.js";
import { loadData } from "../data/load-data.js";
import * as fields from "../fields.js";
import { modelOfRun } from "../judging/model-of-run.js";
import { derivedFiles, holdsModel, holdsRun, type RunPlace } from "../places/place.js";
import { recipeOfCard } from "../recipe/card-recipe.js";
import { completeRecipe, phasesOf } from "../recipe/complete.js";
import { RecipeError, recipeProblems, requireRecipe } from "../recipe/problems.js";
import type { DataFacts, Recipe, RecipeDraft } from "../recipe/recipe.js";
import { inputShapeFor, NO_WEIGHTS } from "../weights/choice.js";
import { type PretrainedFile, pretrainedFile } from "../weights/pretrained-file.js";
import type { TestMetrics } from "./card.js";
import type { ResumePoint, TrainedRun, TrainRunOptions } from "./options.js";
import { ResumeError } from "./resume-error.js";
import { trainRecipe } from "./train-recipe.js";

/**
 * Trains by a recipe and writes a run: model, card, history, checkpoint, the recipe itself. What the draft leaves out suits
 * architecture and data; the run's recipe says it all.
 *
 * @throws RecipeError with everything that is wrong with the recipe, RunPlaceError, RunFailedError, and what loading and
 * training throw
 */
export async function trainRun(
  draft: RecipeDraft,
  place: RunPlace,
  options: TrainRunOptions = {},
): Promise<TrainedRun> {
  requireRecipe(draft);
  return holding(place, options, async () => {
    if (await holdsRun(place)) {
      options.onEvent?.({ type: "replacing", derived: await derivedFiles(place) });
    }
    return trainNew(draft, place, options);
  });
}

export interface ResumeRunOptions extends TrainRunOptions {
  /** Another number of epochs in all; of several phases, of the last one. */
  readonly epochs?: number | undefined;
}

/**
 * Goes on with a training where it was last saved, to the same bits as if it had never ended; anew, when it ended before its
 * first checkpoint.
 *
 * @throws ResumeError when there is nothing to go on with, or the images are others; and what `trainRun` throws
 */
export async function resumeRun(place: RunPlace, options: ResumeRunOptions = {}): Promise<TrainedRun> {
  const { epochs } = options;
  if (epochs !== undefined && !fields.epochs.accepts(epochs)) {
    throw new RecipeError([`expected epochs to be ${fields.epochs.expected}, received ${String(epochs)}`]);
  }
  return holding(place, options, async () => {
    const start = (await loadStart(place.folder)) as WrittenStart | undefined;
    if (start !== undefined) {
      options.onEvent?.({ type: "anew" });
      const imagesPath = options.imagesPath ?? start.path;
      return trainNew(withEpochs(start.recipe, epochs), place, { ...options, imagesPath });
    }
    const training = await loadTraining(place.folder);
    if (training !== undefined) return goOn(training, place, options);
    const finished = await runWithoutSteps(place);
    if (finished !== undefined) return nothingLeft(finished, place, options);
    throw new ResumeError(
      place.name,
      "expected the checkpoint of a training, found none. Start the training without resuming.",
    );
  });
}

/** A training that `resumeRun` would go on with. */
export interface StartedTraining {
  /** Whole once the images were loaded. */
  readonly recipe: RecipeDraft;
  /** From the run to your own images. */
  readonly imagesPath: string | undefined;
}

/** Undefined where there is nothing to go on with. @throws RunFolderError when what is read for it is damaged */
export async function startedTraining({
  folder,
}: Pick<RunPlace, "folder">): Promise<StartedTraining | undefined> {
  const start = (await loadStart(folder)) as WrittenStart | undefined;
  if (start !== undefined) return { recipe: start.recipe, imagesPath: start.path };
  const card = (await loadTrainingCard(folder)) ?? (await runWithoutSteps({ folder }))?.card;
  return card && { recipe: recipeOfCard(card), imagesPath: card.dataset.path };
}

/** A run whose head was all that was asked for: it has no checkpoint. */
async function runWithoutSteps({ folder }: Pick<RunPlace, "folder">): Promise<SavedModel | undefined> {
  if (!(await holdsModel({ folder }))) return undefined;
  const card = await loadCard(folder);
  return card.head && phasesOf(recipeOfCard(card)).length === 0 ? modelOfRun(folder) : undefined;
}

async function nothingLeft(
  { model, card }: SavedModel,
  place: RunPlace,
  { epochs, onEvent }: ResumeRunOptions,
): Promise<TrainedRun> {
  const recipe = recipeOfCard(card);
  if (epochs !== undefined) {
    throw new ResumeError(
      place.name,
      "its head was computed, and it has no steps to go on with. Train anew with epochs: the features are in the cache.",
    );
  }
  const finished = "the head is computed, and the recipe has no epochs";
  const nowhere = { epoch: 0, batchInEpoch: 0, takesMoreEpochs: false, derived: [] };
  onEvent?.({ type: "resuming", ...nowhere, finished });
  return {
    recipe,
    model,
    card,
    history: [],
    validatedOn: card.validatedOn ?? "none",
    test: card.metrics.test as TestMetrics,
    seconds: 0,
    stopped: undefined,
    interrupted: false,
    outcome: { kind: "trained" },
  };
}

async function goOn(
  training: SavedTraining,
  place: RunPlace,
  options: ResumeRunOptions,
): Promise<TrainedRun> {
  const { card } = training;
  const recipe = withEpochs(recipeOfCard(card), options.epochs);
  const data = await openData(recipe, options);
  const differences = classDifferences(card.classNames, data.classNames);
  if (differences.length > 0) {
    throw new ResumeError(
      place.name,
      `${recipe.data.dataset} is not what the training was started with: ${differences.join("; ")}.`,
    );
  }
  options.onEvent?.({
    type: "resuming",
    ...resumePointOf(training, recipe),
    derived: await derivedFiles(place),
  });
  const imagesPath = options.imagesPath ?? card.dataset.path;
  return trainRecipe({ recipe, data, place, options: { ...options, imagesPath }, resume: training });
}

function resumePointOf({ checkpoint, phase }: SavedTraining, recipe: Recipe): Omit<ResumePoint, "derived"> {
  const { index, earlier } = phase ?? { index: 0, earlier: [] };
  const phases = phasesOf(recipe);
  const { epoch, batchInEpoch, stopped } = checkpoint;
  const isLast = index === phases.length - 1;
  const done = epoch > phases[index]!.epochs ? `${epoch - 1 + earlier.length} epochs are done` : undefined;
  const ended = stopped === undefined ? done : `the training ended by itself (${stopped})`;
  return {
    epoch: epoch + earlier.length,
    batchInEpoch,
    finished: isLast ? ended : undefined,
    takesMoreEpochs: !isLast || stopped === undefined,
  };
}

/** What was started, as long as nothing is saved of it. */
interface WrittenStart {
  readonly recipe: RecipeDraft;
  /** From the run to your own images. */
  readonly path?: string;
}

async function trainNew(draft: RecipeDraft, place: RunPlace, options: TrainRunOptions): Promise<TrainedRun> {
  const { imagesPath: path } = options;
  const start = (recipe: RecipeDraft): WrittenStart => ({ recipe, ...(path !== undefined && { path }) });
  await saveStart(place.folder, { ...start(draft) });
  try {
    const pretrained = await openWeights(draft, options);
    const data = await openData(draft, options, pretrained);
    const recipe = completeRecipe(draft, factsOf(data));
    const problems = recipeProblems(recipe);
    if (problems.length > 0) throw new RecipeError(problems);
    // With what the draft left open, so that whoever resumes it with something else is told.
    await saveStart(place.folder, { ...start(recipe) });
    return await trainRecipe({ recipe, data, place, options, pretrained });
  } catch (error) {
    // A training that was interrupted can be begun anew, one that failed would fail again.
    if (!options.signal?.aborted) await removeStart(place.folder);
    throw error;
  }
}

async function openData(
  draft: RecipeDraft,
  options: TrainRunOptions,
  pretrained?: PretrainedFile,
): Promise<Dataset> {
  const { data, signal } = options;
  const { architecture, weights } = draft.model!;
  const shape = inputShapeFor(architecture!, weights, pretrained);
  const opened = data ?? (await loadData(draft.data!, shape, options));
  options.onEvent?.({ type: "data", data: opened });
  signal?.throwIfAborted();
  return opened;
}

/** Before the images, which may take long: what is not to be had is said at once. */
async function openWeights(
  draft: RecipeDraft,
  { weights: bytes, onProgress, signal }: TrainRunOptions,
): Promise<PretrainedFile | undefined> {
  const { architecture, weights = NO_WEIGHTS } = draft.model!;
  if (weights === NO_WEIGHTS) return undefined;
  return pretrainedFile(architecture!, bytes ?? weights, { onProgress, signal });
}

export const factsOf = ({ shape, classNames, train, validation }: Dataset): DataFacts => ({
  shape,
  classNames,
  trainCounts: classCounts(train),
  hasValidation: validation !== undefined,
});

function withEpochs<Draft extends RecipeDraft | Recipe>(recipe: Draft, epochs: number | undefined): Draft {
  if (epochs === undefined) return recipe;
  const { phases = [] } = recipe;
  if (phases.length === 0) return { ...recipe, epochs };
  return { ...recipe, phases: [...phases.slice(0, -1), { ...phases.at(-1), epochs }] };
}

async function holding<Result>(
  place: RunPlace,
  { onEvent }: TrainRunOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const release = await place.hold((owner) => onEvent?.({ type: "waiting", owner }));
  try {
    return await work();
  } finally {
    await release();
  }
}
