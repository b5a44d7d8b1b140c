import {
  type MemoryPlace,
  type RecipeDraft,
  resumeRun,
  type TrainedRun,
  type TrainRunOptions,
  trainRun,
} from "@imgcls/runs";
import type { EngineChoice, TrainingEvent } from "../protocol.js";
import { pickEngine } from "./engines.js";
import type { OpenedData } from "./open-data.js";
import { type OpenRun, openRun } from "./open-run.js";
import { progressMessages } from "./progress.js";

export interface TrainingTask {
  readonly data: OpenedData;
  readonly engine: EngineChoice;
  readonly place: MemoryPlace;
  readonly signal: AbortSignal;
  /** The file of the recipe's weights. */
  readonly weights?: Uint8Array | undefined;
  send(event: TrainingEvent): void;
}

/** Undefined when it was stopped before its first step. */
export const train = async (draft: RecipeDraft, task: TrainingTask): Promise<OpenRun | undefined> =>
  opened(await trainRun(draft, task.place, optionsFor(task)), task);

/** Goes on with the training at the place. */
export const resume = async (task: TrainingTask): Promise<OpenRun | undefined> =>
  opened(await resumeRun(task.place, optionsFor(task)), task);

const optionsFor = ({ data, engine, signal, weights, send }: TrainingTask): TrainRunOptions => ({
  data,
  engine: (task) => pickEngine(engine, task, (text) => send({ type: "notice", text })),
  ...progressMessages(send),
  // Images in a page are few and small: threads for them would only have to be loaded.
  workers: 0,
  weights,
  signal,
});

async function opened(trained: TrainedRun, { place, data }: TrainingTask): Promise<OpenRun | undefined> {
  trained.model.dispose();
  if (trained.checkpoint?.step === 0) return undefined;
  const { outcome, stopped, interrupted, judged } = trained;
  return {
    ...(await openRun(place)),
    data,
    outcome,
    ...(judged && { judged }),
    ...(stopped !== undefined && !interrupted && { stopped }),
  };
}
