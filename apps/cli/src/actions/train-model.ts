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
  type SessionMemory,
  saveCheckpoint,
  saveRun,
  type TrainingPlan,
} from "@imgcls/training";
import { CommandFailedError, UsageError } from "../errors.js";
import type { Output } from "../output.js";
import { announced, describeEngine, describeMemory, type EngineChoice, pickEngine } from "./engine.js";
import { formatCount, formatShape } from "./format.js";
import { measureTest, TEST_BATCH_SIZE } from "./measure-test.js";
import { lastValidation, modelCard, type TestMetrics, type ValidatedOn } from "./model-card.js";
import { pathInCard } from "./own-images.js";
import { hasModel, removeDerivedFiles } from "./run-folder.js";
import { prepareTensorflow } from "./tensorflow.js";
import type { TrainPlan } from "./train-plan.js";
import { trainingCallbacks } from "./training-callbacks.js";

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
  /** Its id. */
  readonly dataset: string;
  readonly engine: EngineDescription;
  readonly history: readonly HistoryRow[];
  /** Which images the `val_…` columns of the history are of. */
  readonly validatedOn: ValidatedOn;
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
  const { limit = data.train.length, stratified } = plan;
  const images = take(data.train, limit, { stratified });
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
  const validation = plan.validateOn === "validation" ? data.validation : undefined;
  const validatedOn: ValidatedOn = validation === undefined ? "test" : "validation";
  const sizes = {
    train: images.length,
    ...(validation && { validation: validation.length }),
    test: data.test.length,
  };
  const start: Omit<Start, "engine" | "memory"> = {
    parameters: model.countParams(),
    sizes,
    of: data.train.length,
    validatedOn,
    reason,
  };
  let description: EngineDescription | undefined;

  const cardFor = ({ history }: Checkpoint, test?: TestMetrics) =>
    modelCard({
      plan,
      inputShape: data.shape,
      classNames: data.classNames,
      sizes,
      stratified: stratified && images.length < data.train.length,
      fingerprint: dataFingerprint,
      validatedOn,
      engine: description!,
      history,
      test,
      path: job.place === undefined ? undefined : pathInCard(out, job.place),
    });
  const save = async (checkpoint: Checkpoint, test?: TestMetrics): Promise<void> => {
    requireFinite(checkpoint);
    const { history } = checkpoint;
    const changed = await saveRun(out, { model, card: cardFor(checkpoint, test), history, checkpoint });
    if (changed.some((name) => name !== "history.json")) await removeDerivedFiles(out);
  };

  const saveProgress = (checkpoint: Checkpoint) => saveCheckpoint(out, checkpoint, cardFor(checkpoint));
  const saveEnd = async (checkpoint: Checkpoint, test?: TestMetrics): Promise<void> => {
    // Nothing is done that could be lost, and an earlier run in the folder stays as it is.
    if (checkpoint.step === 0) return;
    // The weights of a first epoch that was interrupted are better than none, and no better than earlier ones.
    const isUnripe = checkpoint.history.length === 0 && checkpoint.stopped === undefined;
    await (isUnripe && (await hasModel(out)) ? saveProgress(checkpoint) : save(checkpoint, test));
  };

  const begun = performance.now();
  const result = await fit(model, {
    optimizer: task.optimizer,
    loss: task.loss,
    preprocessing,
    seed,
    train,
    validation: batches(validation ?? data.test, { batchSize: TEST_BATCH_SIZE, shuffle: false }),
    epochs: training.epochs,
    engine: announced(engine, (started, memory) => {
      description = started;
      announceStart(job, { ...start, engine: started, memory }, output);
    }),
    // The last epoch's state is saved below, after the callbacks have had their last word.
    callbacks: trainingCallbacks(training, output, async (checkpoint) => {
      if (checkpoint.epoch > training.epochs || checkpoint.stopped !== undefined) return;
      await (checkpoint.batchInEpoch > 0 ? saveProgress(checkpoint) : save(checkpoint));
    }),
    signal,
    ...(resume === undefined ? {} : { resumeFrom: resume.checkpoint }),
  });
  const interrupted = result.stopped === ABORTED;
  const test =
    validatedOn === "test" || interrupted
      ? undefined
      : await measureTest(engine, { model, preprocessing, loss: training.loss }, data.test);
  await saveEnd(result.checkpoint, test);
  return {
    dataset: plan.dataset,
    engine: result.engine,
    history: result.history,
    validatedOn,
    test: validatedOn === "test" ? lastValidation(result.history) : test,
    seconds: (performance.now() - begun) / 1000 + secondsBefore(resume?.checkpoint),
    stopped: result.stopped,
    interrupted,
  };
}

interface Start {
  readonly parameters: number;
  readonly sizes: { readonly train: number; readonly validation?: number; readonly test: number };
  /** Training images that there are, of which `sizes.train` are used. */
  readonly of: number;
  readonly validatedOn: ValidatedOn;
  readonly engine: EngineDescription;
  readonly reason: string;
  readonly memory: SessionMemory | undefined;
}

function announceStart(
  { plan, out }: TrainJob,
  { parameters, sizes, of, validatedOn, engine, reason, memory }: Start,
  output: Output,
): void {
  const { name, dataset, architecture, seed, training: recipe, augment, stratified } = plan;
  const parts = [
    `${formatCount(sizes.train)} training`,
    ...(sizes.validation === undefined ? [] : [`${formatCount(sizes.validation)} validation`]),
  ];
  output.note(
    `${name}: ${formatCount(parameters)} parameters, ${parts.join(", ")} and ${formatCount(sizes.test)} test images of ${dataset}.`,
  );
  if (sizes.train < of) {
    const which = stratified ? "each class by its share" : "the first ones";
    output.note(`Limited to ${formatCount(sizes.train)} of ${formatCount(of)} training images, ${which}.`);
  }
  if (validatedOn === "test") {
    output.note("val_loss and val_accuracy are of the test images, not of validation images.");
  }
  if (augment.length > 0) output.note(`Augmentation: ${formatAugmentations(augment)}.`);
  output.note(`Engine: ${describeEngine(engine)}, ${reason}.`);
  if (memory !== undefined) output.note(`Memory: ${describeMemory(memory)}.`);
  output.event({
    event: "start",
    out,
    dataset,
    architecture,
    parameters,
    sizes,
    validatedOn,
    seed,
    recipe,
    augment,
    engine,
    ...(memory && { memory: { needed: memory.needed.total, available: memory.available } }),
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
