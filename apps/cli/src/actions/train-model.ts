/** Builds, trains and saves one model: what `train` and `demo` have in common. */
import { buildModel, preprocessingFor } from "@imgcls/architectures";
import {
  batches,
  type Dataset,
  fingerprint,
  formatAugmentations,
  type ImageShape,
  take,
} from "@imgcls/datasets";
import {
  ABORTED,
  type Checkpoint,
  type EngineDescription,
  fit,
  type HistoryRow,
  saveRun,
  type TrainingPlan,
} from "@imgcls/training";
import { CommandFailedError, UsageError } from "../errors.js";
import type { Output } from "../output.js";
import { announced, describeEngine, type EngineChoice, pickEngine } from "./engine.js";
import { formatCount, formatShape } from "./format.js";
import { modelCard, type TestMetrics, testMetrics } from "./model-card.js";
import { pathInCard } from "./own-images.js";
import { removeDerivedFiles } from "./run-folder.js";
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
  /** Where your own images are; `undefined` for other data sets. */
  readonly place: string | undefined;
  readonly resume:
    | {
        readonly checkpoint: Checkpoint;
        readonly fingerprint: string;
        readonly classNames: readonly string[];
      }
    | undefined;
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
  const { data, out, resume } = job;
  const plan = { ...job.plan, preprocessing: preprocessingFor(job.plan.preprocessing, data.shape[2]) };
  const { training, preprocessing, seed } = plan;
  await prepareTensorflow(job.engine.backend);
  const images = plan.limit === undefined ? data.train : take(data.train, plan.limit);
  const dataFingerprint = await checkedFingerprint(job, await fingerprint(images));
  const train = batches(images, { batchSize: training.batchSize, seed, augment: plan.augment });
  requireShape(train.shape, data.shape);
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

  const save = async (checkpoint: Checkpoint): Promise<void> => {
    requireFinite(checkpoint);
    const card = modelCard({
      plan,
      inputShape: data.shape,
      classNames: data.classNames,
      sizes,
      fingerprint: dataFingerprint,
      engine: description!,
      history: checkpoint.history,
      path: job.place === undefined ? undefined : pathInCard(out, job.place),
    });
    await saveRun(out, { model, card, history: checkpoint.history, checkpoint });
    await removeDerivedFiles(out);
  };

  const start = performance.now();
  const result = await fit(model, {
    ...task,
    train,
    validation: batches(data.test, { batchSize: TEST_BATCH_SIZE, shuffle: false }),
    epochs: training.epochs,
    engine: announced(engine, (started) => {
      description = started;
      announceStart(job, { parameters: model.countParams(), sizes, engine: started, reason }, output);
    }),
    // The last epoch's state is saved below, after the callbacks have had their last word.
    callbacks: trainingCallbacks(training, output, async (checkpoint) => {
      if (checkpoint.epoch <= training.epochs && checkpoint.stopped === undefined) await save(checkpoint);
    }),
    signal,
    ...(resume === undefined ? {} : { resumeFrom: resume.checkpoint }),
  });
  await save(result.checkpoint);
  return {
    engine: result.engine,
    history: result.history,
    test: testMetrics(result.history),
    seconds: (performance.now() - start) / 1000 + secondsBefore(resume?.checkpoint),
    stopped: result.stopped,
    interrupted: result.stopped === ABORTED,
  };
}

interface Start {
  readonly parameters: number;
  readonly sizes: { readonly train: number; readonly test: number };
  readonly engine: EngineDescription;
  readonly reason: string;
}

function announceStart(
  { plan, out }: TrainJob,
  { parameters, sizes, engine, reason }: Start,
  output: Output,
): void {
  const { name, dataset, architecture, seed, training: recipe, augment } = plan;
  const [train, test] = [formatCount(sizes.train), formatCount(sizes.test)];
  output.note(
    `${name}: ${formatCount(parameters)} parameters, ${train} training and ${test} test images of ${dataset}.`,
  );
  if (augment.length > 0) output.note(`Augmentation: ${formatAugmentations(augment)}.`);
  output.note(`Engine: ${describeEngine(engine)}, ${reason}.`);
  output.event({
    event: "start",
    out,
    dataset,
    architecture,
    parameters,
    sizes,
    seed,
    recipe,
    augment,
    engine,
  });
}

/** Test images are not augmented, and the model takes one size. */
function requireShape(augmented: ImageShape, shape: ImageShape): void {
  if (augmented.join() === shape.join()) return;
  throw new UsageError(
    [
      `--augment: expected training images of ${formatShape(shape)} as the test images are, received ${formatShape(augmented)}: leave out the size of the crop`,
    ],
    "train",
  );
}

/** Weights that are no numbers must not replace good ones. */
function requireFinite({ sums, history, stopped }: Checkpoint): void {
  const last = history.at(-1);
  const losses = [sums.loss, last?.loss ?? 0, last?.val_loss ?? 0];
  if (losses.every(Number.isFinite)) return;
  const reason = stopped ?? `the loss is not finite after epoch ${last?.epoch}. Try a smaller learning rate`;
  throw new CommandFailedError(`the training failed: ${reason}.`);
}

/** What the training took before it was resumed. */
function secondsBefore(checkpoint: Checkpoint | undefined): number {
  if (checkpoint === undefined) return 0;
  const { history, sums } = checkpoint;
  const epochs = history.reduce((total, { seconds }) => total + seconds, 0);
  return epochs + sums.trainingSeconds + sums.validationSeconds;
}

async function checkedFingerprint({ resume, out }: TrainJob, found: string): Promise<string> {
  if (resume === undefined || resume.fingerprint === found) return found;
  throw new CommandFailedError(
    `cannot resume in ${out}: the training images are not those that it was started with (fingerprint ${found.slice(0, 12)}…, expected ${resume.fingerprint.slice(0, 12)}…). Give the same files with --data-dir.`,
  );
}
