import { type Checkpoint, loadStart, loadTraining, removeStart, saveStart } from "@imgcls/training";
import { CommandFailedError, InterruptedError } from "../errors.js";
import { interruptible } from "../interrupt.js";
import type { TrainOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { formatPercent, formatSeconds } from "./format.js";
import { type DataPlace, loadData } from "./load-data.js";
import { planFromCard, resumedPlan } from "./resume-plan.js";
import { derivedFiles, inRunFolder, warnOfReplacing } from "./run-folder.js";
import { type TrainedModel, type TrainJob, trainModel } from "./train-model.js";
import { defaultRunFolder, planFrom, type TrainPlan } from "./train-plan.js";

export async function train(options: TrainOptions, output: Output): Promise<void> {
  const out = options.out ?? defaultRunFolder(planFrom(options).name, new Date());
  const choose = () => (options.resume ? resumedTask(out, options, output) : newTask(planFrom(options)));
  const trained = await runTraining({ out, choose, engine: options }, options, output);
  report(out, trained, options, output);
}

function report(
  out: string,
  { engine, history, validatedOn, test, seconds, stopped }: TrainedModel,
  { dataDir, decodedCache }: DataPlace,
  output: Output,
): void {
  const epochs = history.length;
  const early = stopped === undefined ? "" : ` (${stopped})`;
  const text = [
    `Test accuracy ${formatPercent(test!.accuracy)}, test loss ${test!.loss.toFixed(4)} after ${epochs} ${epochs === 1 ? "epoch" : "epochs"}${early} in ${formatSeconds(seconds)}.`,
    `Run folder: ${out}`,
  ].join("\n");
  output.result(
    {
      event: "result",
      out,
      epochs,
      seconds,
      engine,
      test,
      validatedOn,
      history,
      ...(stopped === undefined ? {} : { stopped }),
    },
    text,
  );
  const place = `${dataDir === undefined ? "" : ` --data-dir ${dataDir}`}${decodedCache ? " --decoded-cache" : ""}`;
  output.note(`Next: imgcls evaluate ${out}${place}`);
}

/** What is trained in a run folder. */
export interface TrainTask extends Pick<TrainJob, "plan" | "resume"> {
  /** The folder says already that this training was started. */
  readonly isWrittenDown?: boolean;
}

export const newTask = async (plan: TrainPlan): Promise<TrainTask> => ({ plan, resume: undefined });

/** What was started in the folder, from its checkpoint; anew when it ended before the first one was saved. */
async function resumedTask(folder: string, options: TrainOptions, output: Output): Promise<TrainTask> {
  const beginAnew = (why: string) => output.warn(`${why}: the training begins anew`);
  const started = await loadStart(folder);
  if (started !== undefined) {
    const plan = resumedPlan(started as unknown as TrainPlan, options);
    beginAnew(`the training in ${folder} ended before it saved its first checkpoint`);
    return { plan, resume: undefined, isWrittenDown: true };
  }
  const training = await loadTraining(folder);
  if (training === undefined) {
    if (options.recipe === undefined && options.dataset === undefined) throw nothingToResume(folder);
    beginAnew(`${folder} has no checkpoint to go on from`);
    return newTask(planFrom(options));
  }
  const { checkpoint, card } = training;
  const plan = resumedPlan(planFromCard(card), options);
  await explainResume(folder, checkpoint, plan, output);
  return { plan, resume: { checkpoint, fingerprint: card.dataset.fingerprint } };
}

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

export interface TrainingInFolder extends Pick<TrainJob, "out" | "engine"> {
  /** Asked when this process holds the folder. */
  readonly choose: () => Promise<TrainTask>;
}

/** Loads the data and trains. Ctrl-C ends it in order. */
export async function runTraining(
  { out, engine, choose }: TrainingInFolder,
  place: DataPlace,
  output: Output,
): Promise<TrainedModel> {
  return inRunFolder(out, output, async () => {
    const task = await choose();
    if (task.resume !== undefined || task.isWrittenDown) return trainTask(task);
    await warnOfReplacing(out, output);
    await saveStart(out, { ...task.plan });
    return trainTask(task).catch(async (error) => {
      // An interrupted training can be begun anew, one that failed would fail again.
      if (!(error instanceof InterruptedError)) await removeStart(out);
      throw error;
    });
  });

  function trainTask(task: TrainTask): Promise<TrainedModel> {
    const { dataDir, decodedCache } = place;
    return interruptible(
      () => output.warn("stopping after this step; press Ctrl-C again to end at once"),
      async (signal) => {
        const { dataset, imageShape: shape, images } = task.plan;
        const data = await loadData(dataset, { dataDir, decodedCache, shape, images, signal }, output);
        signal.throwIfAborted();
        const trained = await trainModel({ ...task, out, engine, data }, signal, output);
        if (trained.interrupted) {
          throw new InterruptedError(
            `interrupted; everything so far is saved in ${out}. Go on with: imgcls train --resume --out ${out}`,
          );
        }
        return trained;
      },
    );
  }
}
