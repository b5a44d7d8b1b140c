// Trainings that the browser keeps while they run, so that a page that was reloaded can go on with them.
import {
  completeRecipe,
  factsOf,
  type MemoryPlace,
  memoryPlace,
  type RecipeDraft,
  startedTraining,
} from "@imgcls/runs";
import { hasStorage } from "@imgcls/runs/storage";
import { loadStart } from "@imgcls/training";
import type { HeadSettings, TrainingEvent, TrainSettings } from "../protocol.js";
import { headDraft, imagesFor, weightsOf } from "./bases.js";
import { draftOf } from "./form.js";
import { keptPlace } from "./kept-place.js";
import {
  type About,
  filesOfKept,
  type Kept,
  readWeights,
  removeKept,
  removeOthers,
  removeWeights,
  writeAbout,
  writeWeights,
} from "./kept-runs.js";
import { type OpenRun, testAccuracyOf } from "./open-run.js";
import { LabError, sentenceOf } from "./sentences.js";
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

/** The last layer on the features of a network that others have trained, and all layers from there if wanted. */
export async function trainHeadKept(settings: HeadSettings, task: Task): Promise<OpenRun | undefined> {
  const draft = headDraft(settings, task.data);
  const weights = await weightsOf(settings);
  const data = await imagesFor(draft, task.data, weights);
  return trainNew(draft, { ...task, data, weights, engine: settings.engine });
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
  const place = await newPlace(name, about, task);
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
  const started = await startedTraining(place);
  const weights = await readWeights(name);
  const data = started ? await imagesFor(started.recipe, task.data, weights) : task.data;
  if (weights === undefined && started && (await needsFile(place, started.recipe))) {
    throw new LabError(
      `The training began with weights from ${started.recipe.model!.weights!.slice(2)}, for which this browser had no room, and nothing was saved since. Choose the file again under Model, and compute the last layer anew.`,
    );
  }
  const run = await resume({ ...task, data, weights, engine: about.engine, place });
  if (run !== undefined) await ended(name, about, run, task.send);
  return run;
}

/** Until something is saved that has the weights in it, a training can only begin anew. */
const needsFile = async ({ folder }: MemoryPlace, { model }: RecipeDraft): Promise<boolean> =>
  model?.weights?.startsWith("./") === true && (await loadStart(folder)) !== undefined;

async function newPlace(name: string, about: About, { send, weights }: Task): Promise<MemoryPlace> {
  const tell = notice(send);
  try {
    await writeAbout(name, about);
  } catch (error) {
    tell(error);
    return memoryPlace(name);
  }
  try {
    if (weights !== undefined) await writeWeights(name, weights);
  } catch (error) {
    const text = `This browser does not keep the file of weights: when the page is left before anything is saved, it has to be chosen again. ${sentenceOf(error)}`;
    send({ type: "notice", text });
  }
  return keptPlace(name, new Map(), tell);
}

/** The model takes the place of those that were kept before. */
async function ended(name: string, about: About, run: OpenRun, send: Task["send"]): Promise<void> {
  if (!hasStorage()) return;
  try {
    const testAccuracy = testAccuracyOf(run.classifier.card);
    await writeAbout(name, { ...about, isTrained: true, testAccuracy, at: Date.now() });
    await removeWeights(name);
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
