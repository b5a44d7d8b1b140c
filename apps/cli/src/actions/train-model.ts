/** Builds, trains and saves one model: what `train` and `demo` have in common. */
import { buildModel } from "@imgcls/architectures";
import { batches, type Dataset, fingerprint, take } from "@imgcls/datasets";
import {
  type Checkpoint,
  type EngineDescription,
  fit,
  type HistoryRow,
  saveRun,
  type TrainingPlan,
} from "@imgcls/training";
import { CommandFailedError } from "../errors.js";
import type { Output } from "../output.js";
import { announced, describeEngine, type EngineChoice, pickEngine } from "./engine.js";
import { formatCount } from "./format.js";
import { modelCard, type TestMetrics, testMetrics } from "./model-card.js";
import { removeOldReports } from "./run-folder.js";
import { prepareTensorflow } from "./tensorflow.js";
import type { TrainPlan } from "./train-plan.js";
import { trainingCallbacks } from "./training-callbacks.js";

/** Predicting needs no gradients, so a larger batch than the training's is faster. */
const TEST_BATCH_SIZE = 256;

export interface TrainJob {
  readonly plan: TrainPlan;
  readonly data: Dataset;
  readonly out: string;
  readonly engine: EngineChoice;
  readonly resume: { readonly checkpoint: Checkpoint; readonly fingerprint: string } | undefined;
}

export interface TrainedModel {
  readonly engine: EngineDescription;
  readonly history: readonly HistoryRow[];
  /** `undefined` when not one epoch is complete. */
  readonly test: TestMetrics | undefined;
  readonly seconds: number;
  /** Why it ended before the last epoch, if it did. */
  readonly stopped: string | undefined;
  readonly interrupted: boolean;
}

export async function trainModel(job: TrainJob, signal: AbortSignal, output: Output): Promise<TrainedModel> {
  const { plan, data, out, resume } = job;
  const { training, preprocessing, seed } = plan;
  await prepareTensorflow(job.engine.backend);
  const images = plan.limit === undefined ? data.train : take(data.train, plan.limit);
  const dataFingerprint = await checkedFingerprint(job, await fingerprint(images));
  const model = buildModel(plan.architecture, {
    inputShape: data.shape,
    classes: data.classNames.length,
    seed,
  });
  const task: TrainingPlan = {
    optimizer: training.optimizer,
    loss: training.loss,
    preprocessing,
    seed,
    batchSize: training.batchSize,
  };
  const { engine, reason } = await pickEngine(job.engine, { model, plan: task }, output);
  const sizes = { train: images.length, test: data.test.length };
  let description: EngineDescription | undefined;

  const save = async (checkpoint: Checkpoint, history = checkpoint.history): Promise<void> => {
    const card = modelCard({
      plan,
      inputShape: data.shape,
      classNames: data.classNames,
      sizes,
      fingerprint: dataFingerprint,
      engine: description!,
      history,
    });
    await saveRun(out, { model, card, history, checkpoint });
    await removeOldReports(out);
  };

  const start = performance.now();
  const result = await fit(model, {
    ...task,
    train: batches(images, { batchSize: training.batchSize, seed }),
    validation: batches(data.test, { batchSize: TEST_BATCH_SIZE, shuffle: false }),
    epochs: training.epochs,
    engine: announced(engine, (started) => {
      description = started;
      output.note(
        `${plan.name}: ${formatCount(model.countParams())} parameters, ${formatCount(sizes.train)} training and ${formatCount(sizes.test)} test images of ${plan.dataset}.`,
      );
      output.note(`Engine: ${describeEngine(started)}, ${reason}.`);
      output.event({
        event: "start",
        out,
        dataset: plan.dataset,
        architecture: plan.architecture,
        parameters: model.countParams(),
        sizes,
        seed,
        recipe: training,
        engine: started,
      });
    }),
    // The last epoch's state is saved below, after the callbacks have had their last word.
    callbacks: trainingCallbacks(training, output, async (checkpoint) => {
      if (checkpoint.epoch <= training.epochs && checkpoint.stopped === undefined) await save(checkpoint);
    }),
    signal,
    ...(resume === undefined ? {} : { resumeFrom: resume.checkpoint }),
  });
  if (!Number.isFinite(result.checkpoint.sums.loss)) {
    throw new CommandFailedError(`the training failed: ${result.stopped}.`);
  }
  await save(result.checkpoint);
  return {
    engine: result.engine,
    history: result.history,
    test: testMetrics(result.history),
    seconds: (performance.now() - start) / 1000,
    stopped: result.stopped,
    interrupted: result.stopped === "aborted",
  };
}

async function checkedFingerprint({ resume, out }: TrainJob, found: string): Promise<string> {
  if (resume === undefined || resume.fingerprint === found) return found;
  throw new CommandFailedError(
    `cannot resume in ${out}: the training images are not those that it was started with (fingerprint ${found.slice(0, 12)}…, expected ${resume.fingerprint.slice(0, 12)}…). Give the same files with --data-dir.`,
  );
}
