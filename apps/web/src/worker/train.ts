import { type Dataset, type LabeledImages, parseAugmentations } from "@imgcls/datasets";
import { type MemoryPlace, type RecipeDraft, type TrainRunOptions, trainRun } from "@imgcls/runs";
import { trainingProblems } from "@imgcls/training";
import type { TrainingEvent, TrainSettings } from "../protocol.js";
import { pickEngine } from "./engines.js";
import { type OpenRun, openRun } from "./open-run.js";
import { progressMessages } from "./progress.js";

/** Trains at the place; undefined when it was stopped before its first step. */
export async function train(
  settings: TrainSettings,
  data: Dataset<LabeledImages>,
  place: MemoryPlace,
  signal: AbortSignal,
  send: (event: TrainingEvent) => void,
): Promise<OpenRun | undefined> {
  const progress = progressMessages(send);
  const log = (text: string) => send({ type: "notice", text });
  const options: TrainRunOptions = {
    data,
    engine: (task) => pickEngine(settings.engine, task, log),
    ...progress,
    // Images in a page are few and small: threads for them would only have to be loaded.
    workers: 0,
    signal,
  };
  const trained = await trainRun(draftOf(settings, data), place, options);
  trained.model.dispose();
  if (trained.checkpoint?.step === 0) return undefined;
  const { history, stopped, interrupted, validationCounts } = trained;
  return {
    ...(await openRun(place)),
    data,
    problems: validationCounts === undefined ? [] : trainingProblems(history, validationCounts),
    ...(stopped !== undefined && !interrupted && { stopped }),
  };
}

const draftOf = (
  { preset, epochs, batchSize, optimizer, learningRate, seed, augment }: TrainSettings,
  { id }: Dataset,
): RecipeDraft =>
  ({
    data: { dataset: id, augment: parseAugmentations(augment) },
    model: { architecture: preset },
    epochs,
    batchSize,
    optimizer: { type: optimizer, learningRate },
    seed,
  }) as RecipeDraft;
