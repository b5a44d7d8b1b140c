import { classCounts, type Dataset } from "@imgcls/datasets";
import { type Checkpoint, trainingProblems } from "@imgcls/training";
import { advisedCommand } from "../advice.js";
import { CommandFailedError, InterruptedError } from "../errors.js";
import { interruptible } from "../interrupt.js";
import { isPlace } from "../known-ids.js";
import type { TrainOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { classDifferences } from "./class-differences.js";
import { formatPercent, formatSeconds } from "./format.js";
import { type DataPlace, loadData } from "./load-data.js";
import { isSameKind, ownImagesOf, pathOf } from "./own-images.js";
import { planFromCard } from "./resume-plan.js";
import { prepareRunFolder } from "./run-folder.js";
import { openCheckpoint, openRun } from "./runs.js";
import { suitPlan } from "./suit-plan.js";
import { type TrainedModel, type TrainJob, trainModel } from "./train-model.js";
import { defaultRunFolder, planFrom, type TrainPlan } from "./train-plan.js";

export async function train(options: TrainOptions, output: Output): Promise<void> {
  const job = options.resume ? await resumedJob(options.out!, options) : newJob(options);
  if (job.resume !== undefined) explainResume(job.resume.checkpoint, job.plan, output);
  const trained = await runTraining(job, options, output);
  report(job, trained, options, output);
}

interface Job extends Omit<TrainJob, "data"> {
  /** For a new training on images of your own: what is not typed here suits their number. Else the plan stands. */
  readonly typed?: TrainOptions;
}

function newJob(options: TrainOptions): Job {
  const plan = planFrom(options);
  return {
    plan,
    out: options.out ?? defaultRunFolder(plan.name, new Date()),
    engine: options,
    place: isPlace(plan.dataset) ? (options.dataDir ?? pathOf(options.dataset!)) : undefined,
    resume: undefined,
    ...(isPlace(plan.dataset) ? { typed: options } : {}),
  };
}

function report(
  { out, place }: Job,
  { engine, history, test, seconds, stopped }: TrainedModel,
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
      history,
      ...(stopped === undefined ? {} : { stopped }),
    },
    text,
  );
  const next = advisedCommand(["evaluate", out], {
    dataDir: place === undefined ? dataDir : undefined,
    decodedCache,
  });
  output.note(`Next: ${next}`);
}

async function resumedJob(out: string, options: TrainOptions): Promise<Job> {
  const checkpoint = await openCheckpoint(out);
  const { card } = await openRun(out);
  const { dataset, classNames } = card;
  const { dataDir, dataset: typed } = options;
  const plan = planFromCard(card, options);
  const typedPlace = typed !== undefined && isSameKind(typed, dataset.id) ? pathOf(typed) : undefined;
  return {
    plan,
    out,
    engine: options,
    place: isPlace(dataset.id)
      ? (dataDir ??
        typedPlace ??
        (await ownImagesOf(out, dataset, (found) => resumeCommand(out, { ...options, dataDir: found }))))
      : undefined,
    resume: { checkpoint, fingerprint: dataset.fingerprint, classNames },
  };
}

/** What the run folder does not know of the command that started it: where and with what it computes. */
const resumeCommand = (
  out: string,
  { dataDir, decodedCache, engine, backend, device, threads }: TrainOptions,
): string =>
  advisedCommand(["train"], { resume: true, out, dataDir, decodedCache, engine, backend, device, threads });

function explainResume(
  { epoch, batchInEpoch, stopped }: Checkpoint,
  { training }: TrainPlan,
  output: Output,
): void {
  if (stopped !== undefined) {
    output.note(`Nothing left to do: the training ended by itself (${stopped}).`);
  } else if (epoch > training.epochs) {
    output.note(`Nothing left to do: ${epoch - 1} epochs are done. Give a larger total with --epochs.`);
  } else {
    output.note(`Going on in epoch ${epoch}, ${batchInEpoch} batches of it are done.`);
  }
}

/** Loads the data, trains, and prints the result. Ctrl-C ends it in order. */
export async function runTraining(
  job: Job,
  { dataDir, decodedCache }: DataPlace,
  output: Output,
): Promise<TrainedModel> {
  const { plan, out, place } = job;
  const removeIfEmpty = await prepareRunFolder(out);
  try {
    return await interruptible(
      () => output.warn("stopping after this step; press Ctrl-C again to end at once"),
      async (signal) => {
        const { dataset, imageShape: shape, images } = plan;
        const data = await loadData(
          dataset,
          { dataDir: place ?? dataDir, decodedCache, shape, images, signal },
          output,
        );
        signal.throwIfAborted();
        requireSameClasses(job, data);
        const count = Math.min(data.train.length, plan.limit ?? data.train.length);
        const suited = job.typed === undefined ? plan : suitPlan(plan, count, job.typed, output);
        const trained = await trainModel({ ...job, plan: suited, data }, signal, output);
        if (trained.interrupted) {
          throw new InterruptedError(
            `interrupted; everything so far is saved in ${printableName(out)}. Go on with: ${resumeCommand(out, { ...job.engine, dataDir, decodedCache })}`,
          );
        }
        warnOfProblems(trained, data, output);
        return trained;
      },
    );
  } finally {
    await removeIfEmpty();
  }
}

/** Of a training that has ended: the numbers alone do not say that the model is of no use. */
function warnOfProblems({ history }: TrainedModel, { test }: Dataset, output: Output): void {
  for (const problem of trainingProblems(history, classCounts(test))) {
    const rate = history.at(-1)!.learning_rate;
    output.warn(
      `${problem}. Try a smaller learning rate (--lr ${Number((rate / 10).toPrecision(2))}), more images of each class, or more --epochs`,
    );
    output.event({ event: "warning", message: problem });
  }
}

/** The fingerprint of the images would show it too, but not what it is. */
function requireSameClasses({ resume, out, plan }: Job, { classNames }: Dataset): void {
  const differences = resume === undefined ? [] : classDifferences(resume.classNames, classNames);
  if (differences.length === 0) return;
  throw new CommandFailedError(
    `cannot resume in ${out}: ${plan.dataset} is not what the training was started with: ${differences.join("; ")}.`,
  );
}
