/** What `train` is asked to do: something new, or what was started in a run folder. */
import { type Checkpoint, loadStart, loadTraining, type ModelCard } from "@imgcls/training";
import { advisedCommand } from "../advice.js";
import { CommandFailedError } from "../errors.js";
import { isPlace } from "../known-ids.js";
import type { TrainOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { isSameKind, ownImagesOf, pathInCard, pathOf } from "./own-images.js";
import { planFromCard, resumedPlan } from "./resume-plan.js";
import { derivedFiles } from "./run-folder.js";
import type { TrainJob } from "./train-model.js";
import { planFrom, type TrainPlan } from "./train-plan.js";

type Typed = Pick<TrainOptions, "batchSize" | "epochs" | "optimizer" | "lr" | "augment">;

export interface TrainTask extends Pick<TrainJob, "plan" | "place" | "resume"> {
  /** For a new training on images of your own: what is not typed here suits their number. Else the plan stands. */
  readonly typed?: Typed;
  /** The folder says already that this training was started. */
  readonly isWrittenDown?: boolean;
}

/** A task as the run folder has it until the first checkpoint is saved. */
interface WrittenTask {
  readonly plan: TrainPlan;
  readonly typed?: Typed;
  /** From the run folder to your own images. */
  readonly path?: string;
}

export function newTask(options: TrainOptions): TrainTask {
  const plan = planFrom(options);
  if (!isPlace(plan.dataset)) return { plan, place: undefined, resume: undefined };
  const place = options.dataDir ?? pathOf(options.dataset!);
  const { batchSize, epochs, optimizer, lr, augment } = options;
  return { plan, place, resume: undefined, typed: { batchSize, epochs, optimizer, lr, augment } };
}

export const writtenTask = (out: string, { plan, typed, place }: TrainTask): Record<string, unknown> => ({
  plan,
  ...(typed && { typed }),
  ...(place !== undefined && { path: pathInCard(out, place) }),
});

/** What was started in the folder, from its checkpoint; anew when it ended before the first one was saved. */
export async function resumedTask(out: string, options: TrainOptions, output: Output): Promise<TrainTask> {
  const beginAnew = (why: string) => output.warn(`${why}: the training begins anew`);
  const started = (await loadStart(out)) as WrittenTask | undefined;
  if (started !== undefined) {
    const { typed, path } = started;
    const plan = resumedPlan(started.plan, options);
    const place = await placeOf(out, { id: plan.dataset, ...(path === undefined ? {} : { path }) }, options);
    beginAnew(`the training in ${out} ended before it saved its first checkpoint`);
    return {
      plan,
      place,
      resume: undefined,
      ...(typed && { typed: { ...typed, epochs: options.epochs ?? typed.epochs } }),
      isWrittenDown: true,
    };
  }
  const training = await loadTraining(out);
  if (training === undefined) {
    if (options.recipe === undefined && options.dataset === undefined) throw nothingToResume(out);
    beginAnew(`${out} has no checkpoint to go on from`);
    return newTask(options);
  }
  const { checkpoint, card } = training;
  const { dataset, classNames } = card;
  const plan = resumedPlan(planFromCard(card), options);
  const place = await placeOf(out, dataset, options);
  await explainResume(out, checkpoint, plan, output);
  return { plan, place, resume: { checkpoint, fingerprint: dataset.fingerprint, classNames } };
}

/** Where images of your own are now. */
async function placeOf(
  out: string,
  dataset: Pick<ModelCard["dataset"], "id" | "path">,
  options: TrainOptions,
): Promise<string | undefined> {
  if (!isPlace(dataset.id)) return undefined;
  const { dataDir, dataset: typed } = options;
  const typedPlace = typed !== undefined && isSameKind(typed, dataset.id) ? pathOf(typed) : undefined;
  const advice = (found: string) => resumeCommand(out, { ...options, dataDir: found });
  return dataDir ?? typedPlace ?? ownImagesOf(out, dataset, advice);
}

type Means = Pick<TrainOptions, "dataDir" | "decodedCache" | "engine" | "backend" | "device" | "threads">;

/** What the run folder does not know of the command that started it: where and with what it computes. */
export const resumeCommand = (
  out: string,
  { dataDir, decodedCache, engine, backend, device, threads }: Partial<Means>,
): string =>
  advisedCommand(["train"], { resume: true, out, dataDir, decodedCache, engine, backend, device, threads });

const nothingToResume = (folder: string): CommandFailedError =>
  new CommandFailedError(
    `cannot resume in ${folder}: expected the checkpoint of a training, found none. Start the training without --resume, or say what to train, with --recipe or with --dataset and --arch: then it begins anew.`,
  );

async function explainResume(
  folder: string,
  { epoch, batchInEpoch, stopped }: Checkpoint,
  { training }: TrainPlan,
  output: Output,
): Promise<void> {
  if (stopped !== undefined) {
    output.note(`Nothing left to do: the training ended by itself (${stopped}).`);
  } else if (epoch > training.epochs) {
    output.note(`Nothing left to do: ${epoch - 1} epochs are done. Give a larger total with --epochs.`);
  } else {
    output.note(`Going on in epoch ${epoch}, ${batchInEpoch} batches of it are done.`);
    const derived = await derivedFiles(folder);
    if (derived.length === 0) return;
    output.warn(
      `${derived.join(", ")} in ${folder}: of the model so far, removed when the next one is saved`,
    );
  }
}
