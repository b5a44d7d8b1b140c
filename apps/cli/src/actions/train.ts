import { classCounts, type Dataset } from "@imgcls/datasets";
import { removeStart, saveStart, trainingOutcome } from "@imgcls/training";
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
import { inRunFolder, warnOfReplacing } from "./run-folder.js";
import { suitPlan } from "./suit-plan.js";
import { type TrainedModel, type TrainJob, trainModel } from "./train-model.js";
import { defaultRunFolder, planFrom } from "./train-plan.js";
import { newTask, resumeCommand, resumedTask, type TrainTask, writtenTask } from "./train-task.js";

export async function train(options: TrainOptions, output: Output): Promise<void> {
  const out = options.out ?? defaultRunFolder(planFrom(options).name, new Date());
  const choose = async () => (options.resume ? resumedTask(out, options, output) : newTask(options));
  const trained = await runTraining({ out, choose, engine: options }, options, output);
  report(out, trained, options, output);
}

function report(
  out: string,
  { dataset, engine, history, validatedOn, test, seconds, stopped }: TrainedModel,
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
  // The card knows the way to your own images.
  const next = { dataDir: isPlace(dataset) ? undefined : dataDir, decodedCache };
  output.note(`Next: ${advisedCommand(["evaluate", out], next)}`);
}

export interface TrainingInFolder extends Pick<TrainJob, "out" | "engine"> {
  /** Asked when this process holds the folder. */
  readonly choose: () => Promise<TrainTask>;
}

/** Loads the data and trains. Ctrl-C ends it in order. */
export async function runTraining(
  { out, engine, choose }: TrainingInFolder,
  { dataDir, decodedCache }: DataPlace,
  output: Output,
): Promise<TrainedModel> {
  return inRunFolder(out, output, async () => {
    const task = await choose();
    if (task.resume !== undefined || task.isWrittenDown) return trainTask(task);
    await warnOfReplacing(out, output);
    await saveStart(out, writtenTask(out, task));
    return trainTask(task).catch(async (error) => {
      // An interrupted training can be begun anew, one that failed would fail again.
      if (!(error instanceof InterruptedError)) await removeStart(out);
      throw error;
    });
  });

  function trainTask(task: TrainTask): Promise<TrainedModel> {
    const { plan, place, typed } = task;
    return interruptible(
      () => output.warn("stopping after this step; press Ctrl-C again to end at once"),
      async (signal) => {
        const { dataset, imageShape: shape, images } = plan;
        const at = { dataDir: place ?? dataDir, decodedCache };
        const data = await loadData(dataset, { ...at, shape, images, signal }, output);
        signal.throwIfAborted();
        requireSameClasses(out, task, data);
        const count = Math.min(data.train.length, plan.limit ?? data.train.length);
        const suited = typed === undefined ? plan : suitPlan(plan, count, typed, output);
        const trained = await trainModel({ ...task, plan: suited, out, engine, data }, signal, output);
        if (trained.interrupted) {
          throw new InterruptedError(
            `interrupted; everything so far is saved in ${printableName(out)}. Go on with: ${resumeCommand(out, { ...engine, dataDir, decodedCache })}`,
          );
        }
        warnOfOutcome(trained, data, output);
        return trained;
      },
    );
  }
}

/** Of a training that has ended: the numbers alone do not say that the model is of no use. */
function warnOfOutcome({ history }: TrainedModel, { test }: Dataset, output: Output): void {
  const outcome = trainingOutcome(history, classCounts(test));
  if (outcome.kind === "trained") return;
  const rate = history.at(-1)!.learning_rate;
  output.warn(
    `${outcome.sentence}. Try a smaller learning rate (--lr ${Number((rate / 10).toPrecision(2))}), more images of each class, or more --epochs`,
  );
  output.event({ event: "warning", message: outcome.sentence });
}

/** The fingerprint of the images would show it too, but not what it is. */
function requireSameClasses(out: string, { resume, plan }: TrainTask, { classNames }: Dataset): void {
  const differences = resume === undefined ? [] : classDifferences(resume.classNames, classNames);
  if (differences.length === 0) return;
  throw new CommandFailedError(
    `cannot resume in ${out}: ${plan.dataset} is not what the training was started with: ${differences.join("; ")}.`,
  );
}
