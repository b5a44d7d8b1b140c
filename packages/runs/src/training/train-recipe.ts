/** Trains a whole recipe on images that are open: its phases one after the other, then one look at the test images. */
import { classCounts, type Dataset, fingerprint, type ImageSet } from "@imgcls/datasets";
import {
  ABORTED,
  type Engine,
  type EngineDescription,
  type HistoryRow,
  lossMeter,
  type ModelCard,
  type PhaseProgress,
  type SavedTraining,
  trainingOutcome,
  type UsedHead,
} from "@imgcls/training";
import { type Parts, partsOf } from "../data/parts.js";
import { answersOf } from "../judging/answers.js";
import { answersByImages, type MeasuredModel, measure } from "../judging/measure.js";
import type { RunPlace } from "../places/place.js";
import { phasesOf } from "../recipe/complete.js";
import { hasComputedHead } from "../recipe/head.js";
import type { Recipe } from "../recipe/recipe.js";
import { isPretrained } from "../weights/choice.js";
import type { PretrainedFile } from "../weights/pretrained-file.js";
import { type FinalFacts, modelCard } from "./card.js";
import { lossWithClassWeights } from "./class-weights.js";
import { type HeadOfRecipe, headOfRecipe } from "./head-of-recipe.js";
import { type NetworkOfRecipe, networkOf } from "./network-of.js";
import type { TrainedRun, TrainRunOptions } from "./options.js";
import { ResumeError } from "./resume-error.js";
import { historyOf, type Moment, RunSaver } from "./run-saver.js";
import { type TrainedPhase, trainPhase } from "./train-phase.js";

export interface RecipeJob {
  readonly recipe: Recipe;
  readonly data: Dataset;
  readonly place: RunPlace;
  readonly options: TrainRunOptions;
  /** The file of `recipe.model.weights`; a training that is resumed does without. */
  readonly pretrained?: PretrainedFile | undefined;
  /** What there is to go on from. */
  readonly resume?: SavedTraining | undefined;
}

export async function trainRecipe(job: RecipeJob): Promise<TrainedRun> {
  const { recipe, resume } = job;
  const parts = partsOf(recipe, job.data);
  const network = await networkOf({ ...job, card: resume?.card });
  try {
    return await trainNetwork(job, parts, network);
  } catch (error) {
    network.model.dispose();
    throw error;
  }
}

async function trainNetwork(job: RecipeJob, parts: Parts, network: NetworkOfRecipe): Promise<TrainedRun> {
  const { recipe, resume } = job;
  const begun = performance.now();
  const subject: Subject = {
    ...job,
    parts,
    ...network,
    fingerprint: await checkedFingerprint(job, parts),
    secondsSoFar: () => (performance.now() - begun) / 1000 + secondsBefore(resume),
  };
  if (resume !== undefined || !hasComputedHead(recipe)) {
    return trainSteps({ ...subject, head: resume?.card.head });
  }
  const about = { ...aboutData(subject), recipe, parameters: network.model.countParams() };
  const head = await headOfRecipe({ ...subject, recipe, about });
  try {
    const withHead = { ...subject, head: head.facts };
    return phasesOf(recipe).length === 0 ? await endWithHead(withHead, head) : await trainSteps(withHead);
  } finally {
    await head.dispose();
  }
}

/** The head is all that was asked for. */
async function endWithHead(subject: Subject, head: HeadOfRecipe): Promise<TrainedRun> {
  const { recipe, data, model, parts } = subject;
  const outputs = await head.outputs(parts.test);
  const meter = lossMeter(model, recipe.loss);
  meter.add(outputs, parts.test.labels);
  const test = meter.result();
  const { engine } = head;
  const saver = new RunSaver(
    subject.place,
    model,
    cardsOf(subject, () => engine),
    false,
  );
  const card = await saver.withoutSteps({ test, answers: head.answers });
  const { probabilities } = answersOf({ outputs, units: data.classNames.length, loss: recipe.loss }, card);
  return {
    recipe,
    model,
    card,
    history: [],
    validatedOn: parts.validatedOn,
    test,
    judged: { probabilities, loss: test.loss },
    seconds: subject.secondsSoFar(),
    stopped: undefined,
    interrupted: false,
    outcome: { kind: "trained" },
  };
}

async function trainSteps(subject: Subject): Promise<TrainedRun> {
  const { recipe, data, parts, model, preprocessing } = subject;
  const { phase, moment, saver } = await trainPhases(subject);
  const { result, engine } = phase;
  const wasAborted = result.stopped === ABORTED;
  const hasLearnt = moment.checkpoint.step !== subject.resume?.checkpoint.step;
  // An image that does not decode, or an end while the test images are predicted, must not cost what was learnt.
  if (!wasAborted && hasLearnt) await saver.whole(moment);
  const measured = { model, preprocessing, loss: recipe.loss, views: recipe.evaluation };
  const facts = wasAborted ? undefined : await judged(engine, measured, subject);
  const card = await saver.end(moment, facts);
  return {
    recipe,
    model,
    card,
    history: historyOf(moment),
    checkpoint: moment.checkpoint,
    ...(recipe.phases.length > 0 && { phase: moment.phase }),
    validatedOn: parts.validatedOn,
    test: facts?.test,
    seconds: subject.secondsSoFar(),
    stopped: facts === undefined ? ABORTED : result.stopped,
    interrupted: facts === undefined,
    outcome: trainingOutcome(historyOf(moment), countsOf(parts.validation, data)),
  };
}

/** What the card says of the images that were not trained on; undefined where the training was aborted meanwhile. */
async function judged(
  engine: Engine,
  measured: MeasuredModel,
  { recipe, parts, options: { signal } }: Subject,
): Promise<FinalFacts | undefined> {
  try {
    const test = await measure(engine, measured, parts.test, signal);
    if (parts.validatedOn !== "validation" || !isTransfer(recipe)) return { test };
    return { test, answers: await answersByImages(engine, measured, parts.validation!, signal) };
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return undefined;
    throw error;
  }
}

/**
 * Whether it begins with what another network has learnt. Of others nothing is said about their answers: so a program that
 * knows model.json alone gives the same probabilities.
 */
const isTransfer = (recipe: Recipe): boolean => hasComputedHead(recipe) || isPretrained(recipe.model);

/** Images of each class that were validated on. */
const countsOf = (validation: ImageSet | undefined, { classNames }: Dataset): readonly number[] =>
  validation ? classCounts(validation) : classNames.map(() => 0);

interface Subject extends RecipeJob, NetworkOfRecipe {
  readonly parts: Parts;
  readonly fingerprint: string;
  /** How its head was computed, if it was. */
  readonly head?: UsedHead | undefined;
  /** With those before a resume. */
  secondsSoFar(): number;
}

/** What makes cards of a training's moments. */
const cardsOf =
  (subject: Subject, engine: () => EngineDescription) =>
  (history: readonly HistoryRow[], facts?: FinalFacts): ModelCard =>
    modelCard({
      ...subject,
      ...aboutData(subject),
      engine: engine(),
      history,
      time: subject.options.time ?? subject.resume?.card.time,
      ...facts,
      path: subject.options.imagesPath,
    });

interface Trained {
  /** The last that was trained. */
  readonly phase: TrainedPhase;
  readonly moment: Moment;
  readonly saver: RunSaver;
}

async function trainPhases(subject: Subject): Promise<Trained> {
  const { recipe, parts, resume, model, options } = subject;
  const phases = phasesOf(recipe);
  const loss = lossWithClassWeights(recipe.loss, recipe.classWeight, parts.train);
  let engine: EngineDescription | undefined;
  const saver = new RunSaver(
    subject.place,
    model,
    cardsOf(subject, () => engine!),
    phases.length > 1,
  );
  const first = resume?.phase ?? { index: 0, earlier: [] };

  for (let phase: PhaseProgress = first; ; ) {
    const trained = await trainPhase({
      ...subject,
      saver,
      phase,
      settings: phases[phase.index]!,
      loss,
      resumeFrom: phase === first ? resume?.checkpoint : undefined,
      onStart(description, memory, batchesPerEpoch) {
        engine ??= description;
        if (phase !== first) return;
        const parameters = model.countParams();
        options.onEvent?.({
          type: "start",
          ...aboutData(subject),
          recipe,
          parameters,
          earlier: phase.earlier,
          batchesPerEpoch,
          engine: description,
          memory,
        });
      },
    });
    const moment = { checkpoint: trained.result.checkpoint, phase };
    if (trained.result.stopped === ABORTED || phase.index === phases.length - 1) {
      return { phase: trained, moment, saver };
    }
    await saver.whole(moment);
    phase = { index: phase.index + 1, earlier: historyOf(moment) };
    options.onEvent?.({ type: "phase", index: phase.index });
  }
}

const aboutData = ({ data, parts: { train, validation, validatedOn, test, available } }: Subject) => ({
  inputShape: data.shape,
  classNames: data.classNames,
  sizes: {
    train: train.length,
    ...(validatedOn === "validation" && { validation: validation!.length }),
    test: test.length,
  },
  available,
  validatedOn,
});

/** @throws ResumeError when the training was started with other images */
async function checkedFingerprint({ resume, place }: RecipeJob, { train }: Parts): Promise<string> {
  const found = await fingerprint(train);
  const expected = resume?.card.dataset.fingerprint;
  if (expected === undefined || expected === found) return found;
  throw new ResumeError(
    place.name,
    `the training images are not those that it was started with (fingerprint ${found.slice(0, 12)}…, expected ${expected.slice(0, 12)}…). Give the same files.`,
  );
}

/** What the training took before it was resumed. */
function secondsBefore(resume: SavedTraining | undefined): number {
  if (resume === undefined) return 0;
  const { sums, history } = resume.checkpoint;
  const rows = [...(resume.phase?.earlier ?? []), ...history];
  const epochs = rows.reduce((total, { seconds }) => total + seconds, 0);
  return epochs + sums.trainingSeconds + sums.validationSeconds;
}
