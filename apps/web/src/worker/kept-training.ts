// Trainings that the browser keeps while they run, so that a page that was reloaded can go on with them.
import { completeRecipe, factsOf, type MemoryPlace, memoryPlace, type RecipeDraft } from "@imgcls/runs";
import { hasStorage } from "@imgcls/runs/storage";
import type { HeadSettings, TrainingEvent, TrainSettings } from "../protocol.js";
import { dataForBase, headDraft } from "./bases.js";
import { draftOf } from "./form.js";
import { keptPlace } from "./kept-place.js";
import { type About, filesOfKept, type Kept, removeKept, removeOthers, writeAbout } from "./kept-runs.js";
import { type OpenRun, testAccuracyOf } from "./open-run.js";
import { sentenceOf } from "./sentences.js";
import { resume, type TrainingTask, train } from "./train.js";

type Task = Omit<TrainingTask, "place" | "engine">;

/** Undefined when it was stopped before its first step. */
export function trainKept(
  { preset, typed, engine }: TrainSettings,
  task: Task,
): Promise<OpenRun | undefined> {
  const { data } = task;
  const draft = draftOf(preset, data.id, {
    ...typed,
    // Whoever trains by this recipe again leaves the same images out.
    ...(data.skipped?.length && { "data.onBadImage": "skip" }),
  });
  return trainNew(draft, { ...task, engine });
}

/** The last layer alone, on the features of a network that others have trained. */
export async function trainHeadKept(settings: HeadSettings, task: Task): Promise<OpenRun | undefined> {
  const data = await dataForBase(settings, task.data);
  const weights = settings.weights && new Uint8Array(await settings.weights.arrayBuffer());
  return trainNew(headDraft(settings, data), { ...task, data, weights, engine: settings.engine });
}

async function trainNew(draft: RecipeDraft, task: Omit<TrainingTask, "place">): Promise<OpenRun | undefined> {
  const name = `run of ${new Date().toISOString()}`;
  const { data, engine } = task;
  const about: About = {
    architecture: draft.model!.architecture!,
    dataset: data.id,
    engine,
    epochs: completeRecipe(draft, factsOf(data)).epochs,
    isTrained: false,
    testAccuracy: undefined,
    at: Date.now(),
  };
  const place = await newPlace(name, about, task.send);
  try {
    const run = await train(draft, { ...task, place });
    await (run === undefined ? forget(name) : ended(name, about, run, task.send));
    return run;
  } catch (error) {
    await forget(name);
    throw error;
  }
}

/** Goes on with a training that the page did not live to see the end of. */
export async function resumeKept({ name, about }: Kept, task: Task): Promise<OpenRun | undefined> {
  const place = keptPlace(name, await filesOfKept(name), notice(task.send));
  const run = await resume({ ...task, engine: about.engine, place });
  if (run !== undefined) await ended(name, about, run, task.send);
  return run;
}

async function newPlace(name: string, about: About, send: Task["send"]): Promise<MemoryPlace> {
  const tell = notice(send);
  try {
    await writeAbout(name, about);
    return keptPlace(name, new Map(), tell);
  } catch (error) {
    tell(error);
    return memoryPlace(name);
  }
}

/** The model takes the place of those that were kept before. */
async function ended(name: string, about: About, run: OpenRun, send: Task["send"]): Promise<void> {
  if (!hasStorage()) return;
  try {
    const testAccuracy = testAccuracyOf(run.classifier.card);
    await writeAbout(name, { ...about, isTrained: true, testAccuracy, at: Date.now() });
    await removeOthers(name);
  } catch (error) {
    notice(send)(error);
  }
}

const forget = async (name: string): Promise<void> => {
  if (hasStorage()) await removeKept(name);
};

const notice = (send: (event: TrainingEvent) => void) => (error: unknown) =>
  send({
    type: "notice",
    text: `This browser keeps no copy of the model, so save it before you leave the page. ${sentenceOf(error)}`,
  });
