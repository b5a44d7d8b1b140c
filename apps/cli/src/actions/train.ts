import {
  folderPlace,
  isPlaceId,
  pathOfPlace,
  planWithin,
  type RecipeDraft,
  type RunPlace,
  resumeRun,
  startedTraining,
  type TrainedRun,
  type TrainRunOptions,
  trainRun,
} from "@imgcls/runs";
import { loadCard } from "@imgcls/training";
import { advisedCommand } from "../advice.js";
import { CommandFailedError, InterruptedError } from "../errors.js";
import { interruptible } from "../interrupt.js";
import type { TrainOptions } from "../options/train.js";
import type { Output } from "../output.js";
import { printableName } from "../printable.js";
import { downloadProgress } from "./download-progress.js";
import { chooserOf, type EngineChoice } from "./engine.js";
import { formatPercent, formatSeconds } from "./format.js";
import { ownImagesOf, pathInCard } from "./own-images.js";
import { reportRepeated } from "./repeated.js";
import { requireAgreement } from "./resume-check.js";
import { prepareTensorflow } from "./tensorflow.js";
import { askedOf, draftFrom } from "./train-draft.js";
import { reportEvents } from "./train-events.js";
import { progressCallbacks } from "./training-callbacks.js";

export async function train(options: TrainOptions, output: Output): Promise<void> {
  await prepareTensorflow(options.backend);
  const job = options.resume ? await resumedJob(options, output) : await newJob(options);
  const trained = await runTraining(job, options, output);
  await report(job.out, trained, options, output);
  if (options.from !== undefined) await reportRepeated(options.from, job.out, output);
}

/** What there is to train, and where. */
export interface TrainingJob {
  readonly out: string;
  /** Absent: what was started in the folder goes on. */
  readonly draft?: RecipeDraft;
  /** Of what goes on: another number of epochs in all. */
  readonly epochs?: number | undefined;
  /** Seconds that there are. */
  readonly within?: number | undefined;
  /** Where your own images are; undefined for other data sets. */
  readonly images: string | undefined;
}

async function newJob(options: TrainOptions): Promise<TrainingJob> {
  const draft = await draftFrom(options);
  const out = options.out ?? defaultRunFolder(draft.name ?? draft.model?.architecture ?? "run", new Date());
  const images = await imagesOf(draft.data?.dataset ?? "", options);
  return { out, draft, within: options.within, images };
}

async function imagesOf(id: string, { dataDir, dataset, from }: TrainOptions): Promise<string | undefined> {
  if (!isPlaceId(id)) return undefined;
  if (dataDir !== undefined || from === undefined) return dataDir ?? pathOfPlace(dataset ?? id);
  const advice = (found: string) => advisedCommand(["train"], { from, dataDir: found });
  return ownImagesOf(from, (await loadCard(from)).dataset, advice);
}

/** What was started in the folder goes on; anew when nothing is saved of it, and it is said what to train. */
async function resumedJob(options: TrainOptions, output: Output): Promise<TrainingJob> {
  const out = options.out!;
  const started = await startedTraining(folderPlace(out));
  if (started === undefined) {
    if (options.recipe === undefined && options.dataset === undefined) {
      throw new CommandFailedError(
        `cannot resume in ${out}: expected the checkpoint of a training, found none. Start the training without --resume, or say what to train, with --recipe or with --dataset and --arch: then it begins anew.`,
      );
    }
    output.warn(`${out} has no checkpoint to go on from: the training begins anew`);
    return { ...(await newJob(options)), out };
  }
  const { recipe, imagesPath } = started;
  requireAgreement(await askedOf(options, recipe), recipe);
  const id = recipe.data!.dataset!;
  const path = imagesPath === undefined ? {} : { path: imagesPath };
  const typed = options.dataDir ?? (options.dataset === undefined ? undefined : pathOfPlace(options.dataset));
  const advice = (dataDir: string) => resumeCommand(out, { ...options, dataDir });
  const images = isPlaceId(id) ? (typed ?? (await ownImagesOf(out, { id, ...path }, advice))) : undefined;
  return { out, epochs: options.epochs, images };
}

type Means = EngineChoice & Pick<TrainOptions, "dataDir" | "decodedCache">;

/** Trains. Ctrl-C ends it in order. */
export async function runTraining(
  job: TrainingJob,
  means: Partial<Means>,
  output: Output,
): Promise<TrainedRun> {
  const { out, draft, epochs, images } = job;
  const place = folderPlace(out);
  const trained = await interruptible(
    () => output.warn("stopping after this step; press Ctrl-C again to end at once"),
    (signal) => {
      const options: TrainRunOptions = {
        signal,
        dataDir: images ?? means.dataDir,
        decodedCache: means.decodedCache,
        onProgress: downloadProgress(output),
        engine: chooserOf(means, output),
        callbacks: progressCallbacks(output),
        onEvent: reportEvents(out, draft, output),
        imagesPath: images === undefined ? undefined : pathInCard(out, images),
      };
      if (draft === undefined) return resumeRun(place, { ...options, epochs });
      if (job.within === undefined) return trainRun(draft, place, options);
      return trainWithin(job.within, draft, place, options, output);
    },
  );
  if (trained.interrupted) {
    throw new InterruptedError(
      `interrupted; everything so far is saved in ${printableName(out)}. Go on with: ${resumeCommand(out, means)}`,
    );
  }
  warnOfOutcome(trained, output);
  return trained;
}

/** Measures first, and trains what fits. */
async function trainWithin(
  seconds: number,
  draft: RecipeDraft,
  place: RunPlace,
  options: TrainRunOptions,
  output: Output,
): Promise<TrainedRun> {
  // Since the program was started: that is what whoever typed the command waits for.
  const elapsed = performance.now() / 1000;
  const { draft: chosen, data, time } = await planWithin(draft, seconds, options, elapsed);
  output.note(`Within ${formatSeconds(seconds)}: ${time.why}.`);
  output.event({ event: "plan", ...time });
  return trainRun(chosen, place, { ...options, data, time });
}

/** What the run folder does not know of the command that started it: where and with what it computes. */
const resumeCommand = (
  out: string,
  { dataDir, decodedCache, engine, backend, device, threads }: Partial<Means>,
): string =>
  advisedCommand(["train"], { resume: true, out, dataDir, decodedCache, engine, backend, device, threads });

/** Of a training that has ended: the numbers by themselves do not say that the model is of no use. */
function warnOfOutcome({ history, outcome }: TrainedRun, output: Output): void {
  if (outcome.kind === "trained") return;
  const rate = history.at(-1)!.learning_rate;
  output.warn(
    `${outcome.sentence}. Try a smaller learning rate (--lr ${Number((rate / 10).toPrecision(2))}), more images of each class, or more --epochs`,
  );
  output.event({ event: "warning", message: outcome.sentence });
}

async function report(
  out: string,
  { recipe, card, history, validatedOn, test, seconds, stopped }: TrainedRun,
  { dataDir, decodedCache }: TrainOptions,
  output: Output,
): Promise<void> {
  const epochs = history.length;
  const early = stopped === undefined ? "" : ` (${stopped})`;
  const trained =
    epochs === 0 ? "with a head on features" : `after ${epochs} ${epochs === 1 ? "epoch" : "epochs"}${early}`;
  const text = [
    `Test accuracy ${formatPercent(test!.accuracy)}, test loss ${test!.loss.toFixed(4)} ${trained} in ${formatSeconds(seconds)}.`,
    `Run folder: ${out}`,
  ].join("\n");
  const result = { out, epochs, seconds, engine: card.engine, test, validatedOn, history };
  output.result({ event: "result", ...result, ...(stopped !== undefined && { stopped }) }, text);
  // The card knows the way to your own images.
  const next = { dataDir: isPlaceId(recipe.data.dataset) ? undefined : dataDir, decodedCache };
  if (card.head !== undefined) await noteFewTestImages(test!.accuracy, card.dataset.sizes.test!, output);
  output.note(`Next: ${advisedCommand(["evaluate", out], next)}`);
}

/** With as many, the accuracy is known to 10 percentage points, whatever it is. */
const ENOUGH_TEST_IMAGES = 400;

async function noteFewTestImages(accuracy: number, images: number, output: Output): Promise<void> {
  if (images >= ENOUGH_TEST_IMAGES) return;
  const { wilsonInterval } = await import("@imgcls/evaluation");
  const { low, high } = wilsonInterval(Math.round(accuracy * images), images);
  output.note(
    `${images} test images tell little: of many more, ${formatPercent(low)} to ${formatPercent(high)} would be right, in 95 of 100 cases.`,
  );
}

/** `runs/mnist-cnn-20260131-184502`, in local time. */
function defaultRunFolder(name: string, now: Date): string {
  const digits = (value: number) => String(value).padStart(2, "0");
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(digits).join("");
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(digits).join("");
  return `runs/${name}-${day}-${time}`;
}
