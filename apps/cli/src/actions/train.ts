import type { Checkpoint } from "@imgcls/training";
import { InterruptedError } from "../errors.js";
import { interruptible } from "../interrupt.js";
import type { TrainOptions } from "../options/schemas.js";
import type { Output } from "../output.js";
import { formatPercent, formatSeconds } from "./format.js";
import { type DataPlace, loadData } from "./load-data.js";
import { planFromCard } from "./resume-plan.js";
import { prepareRunFolder } from "./run-folder.js";
import { openCheckpoint, openRun } from "./runs.js";
import { type TrainedModel, type TrainJob, trainModel } from "./train-model.js";
import { defaultRunFolder, planFrom, type TrainPlan } from "./train-plan.js";

export async function train(options: TrainOptions, output: Output): Promise<void> {
  const { plan, resume } = options.resume
    ? await resumedPlan(options.out!, options)
    : { plan: planFrom(options), resume: undefined };
  const out = options.out ?? defaultRunFolder(plan.name, new Date());
  if (resume !== undefined) explainResume(resume.checkpoint, plan, output);
  const trained = await runTraining({ plan, out, engine: options, resume }, options, output);
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

async function resumedPlan(
  folder: string,
  options: TrainOptions,
): Promise<{ plan: TrainPlan; resume: TrainJob["resume"] }> {
  const checkpoint = await openCheckpoint(folder);
  const { card } = await openRun(folder);
  return { plan: planFromCard(card, options), resume: { checkpoint, fingerprint: card.dataset.fingerprint } };
}

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
  job: Omit<TrainJob, "data">,
  { dataDir, decodedCache }: DataPlace,
  output: Output,
): Promise<TrainedModel> {
  const { plan, out } = job;
  const removeIfEmpty = await prepareRunFolder(out);
  try {
    return await interruptible(
      () => output.warn("stopping after this step; press Ctrl-C again to end at once"),
      async (signal) => {
        const { dataset, imageShape: shape, images } = plan;
        const data = await loadData(dataset, { dataDir, decodedCache, shape, images, signal }, output);
        signal.throwIfAborted();
        const trained = await trainModel({ ...job, data }, signal, output);
        if (trained.interrupted) {
          throw new InterruptedError(
            `interrupted; everything so far is saved in ${out}. Go on with: imgcls train --resume --out ${out}`,
          );
        }
        return trained;
      },
    );
  } finally {
    await removeIfEmpty();
  }
}
