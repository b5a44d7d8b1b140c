// The only training loop. What a step computes is the engine's business; batches and their order are the
// source's; everything that happens between steps is a callback's.
import { classCount, type LossConfig, type OptimizerConfig, type Preprocessing } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import type { Batch, BatchSource } from "./batch.js";
import { ABORTED, type Callback } from "./callback.js";
import { type Checkpoint, originProblems } from "./checkpoint.js";
import { chooseEngine } from "./engines/choose-engine.js";
import type { Engine, EngineDescription, TrainingSession } from "./engines/engine.js";
import { eventLoopTurns } from "./event-loop.js";
import type { HistoryRow, Metric } from "./history.js";
import { learningRateAt } from "./learning-rate.js";
import { LiveRun } from "./live-run.js";
import { weightProblems } from "./model-weights.js";
import { planProblems, TrainingOptionsError, type TrainingPlan } from "./training-plan.js";
import { validate } from "./validate.js";

export interface FitOptions {
  readonly train: BatchSource;
  /** Measured after every epoch, in the order given. Default: none. */
  readonly validation?: BatchSource;
  /** The number of the last epoch; a resumed training counts those it had. */
  readonly epochs: number;
  readonly optimizer: OptimizerConfig;
  readonly loss: LossConfig;
  readonly preprocessing: Preprocessing;
  /** Default: the fastest that can train this model here. */
  readonly engine?: Engine;
  /** Default: none. Put one that saves checkpoints last, so that it sees what the others decided. */
  readonly callbacks?: readonly Callback[];
  /** Integer that dropout derives from. Default 0. */
  readonly seed?: number;
  /** Ends the training after the current step; the result can be resumed from exactly there. */
  readonly signal?: AbortSignal;
  readonly resumeFrom?: Checkpoint;
}

export interface FitResult {
  /** All epochs, those before a resume included. */
  readonly history: readonly HistoryRow[];
  /** Why it ended before the last epoch: ABORTED, or a callback's reason. */
  readonly stopped?: string;
  readonly engine: EngineDescription;
  /** Taken before callbacks restored other weights at the end. */
  readonly checkpoint: Checkpoint;
}

/**
 * Trains the model, whose weights are the result; with the optimizer's `useEma` their moving averages, as in Keras.
 * Throws TrainingOptionsError, EngineUnavailableError, and what engine, batches and callbacks throw.
 */
export async function fit(model: LayersModel, options: FitOptions): Promise<FitResult> {
  const { train, validation, resumeFrom, callbacks = [], seed = 0 } = options;
  const { optimizer, loss, preprocessing } = options;
  const plan: TrainingPlan = {
    optimizer,
    loss,
    preprocessing,
    seed,
    batchSize: train.batchSize,
    inputShape: train.shape,
  };
  const origin = { seed, batchSize: train.batchSize, trainSize: train.size };
  requireOptions(model, options, plan, origin);

  const engine = options.engine ?? (await chooseEngine("auto", { task: { model, plan } }));
  const session = await engine.createSession(model, plan);
  try {
    const run = new LiveRun({
      model,
      session,
      plan,
      callbacks,
      epochs: options.epochs,
      batchesPerEpoch: train.batchesPerEpoch,
      metrics: validation ? [...TRAINING_METRICS, ...VALIDATION_METRICS] : TRAINING_METRICS,
      origin,
    });
    if (resumeFrom) await run.resume(resumeFrom);
    const classes = classCount(model);
    await trainEpochs(run, session, plan, { ...options, classes });

    if (run.stopped !== undefined) {
      for (const callback of callbacks) await callback.onStop?.({ reason: run.stopped }, run);
    }
    const checkpoint = await run.checkpoint();
    const averages = await run.weights.averages();
    if (averages) await run.weights.restore(averages);
    for (const callback of callbacks) await callback.onTrainEnd?.({ stopped: run.stopped }, run);
    await session.syncWeights();
    return {
      history: run.history,
      ...(run.stopped !== undefined && { stopped: run.stopped }),
      engine: session.description,
      checkpoint,
    };
  } finally {
    await session.dispose();
  }
}

const TRAINING_METRICS: readonly Metric[] = ["loss", "accuracy"];
const VALIDATION_METRICS: readonly Metric[] = ["val_loss", "val_accuracy"];

function requireOptions(
  model: LayersModel,
  { epochs, resumeFrom, callbacks = [] }: FitOptions,
  plan: TrainingPlan,
  origin: Checkpoint["origin"],
): void {
  const problems = planProblems(model, plan);
  if (!Number.isInteger(epochs) || epochs < 1) {
    problems.push(`expected epochs to be a positive integer, received ${epochs}`);
  }
  const names = callbacks.filter(({ saveState }) => saveState).map(({ name }) => name);
  if (new Set(names).size < names.length) {
    problems.push(
      `expected callbacks that keep a state to have different names, received ${names.join(", ")}`,
    );
  }
  if (resumeFrom) {
    problems.push(...originProblems(resumeFrom, origin), ...weightProblems(model, resumeFrom.weights));
  }
  if (problems.length > 0) throw new TrainingOptionsError(problems);
}

async function trainEpochs(
  run: LiveRun,
  session: TrainingSession,
  plan: TrainingPlan,
  { train, validation, callbacks = [], signal, classes }: FitOptions & { readonly classes: number },
): Promise<void> {
  const turn = eventLoopTurns();
  const listeners = callbacks.filter((callback) => callback.onBatchEnd);
  const mayGoOn = async (): Promise<boolean> => {
    await turn();
    if (signal?.aborted) run.stop(ABORTED);
    return run.stopped === undefined;
  };

  for (const callback of callbacks) await callback.onTrainBegin?.({ epoch: run.epoch }, run);
  while (run.epoch <= run.epochs && (await mayGoOn())) {
    for (const callback of callbacks) await callback.onEpochBegin?.({ epoch: run.epoch }, run);
    // Waiting for data is part of the training time: what the user waits for is what is reported.
    let last = performance.now();
    for await (const batch of train.epoch(run.epoch, run.batchInEpoch)) {
      requireBatch(batch, run, classes);
      const { step } = run;
      const result = await session.trainStep(batch, {
        learningRate: learningRateAt(plan.optimizer, step),
        step,
      });
      const now = performance.now();
      const event = run.countStep(result, batch.size, (now - last) / 1000);
      last = now;
      for (const callback of listeners) await callback.onBatchEnd?.(event, run);
      if (!(await mayGoOn())) return;
    }

    const start = performance.now();
    const measured = validation && (await validate(session, validation, plan.loss, mayGoOn));
    run.countValidationSeconds(secondsSince(start));
    if (run.stopped !== undefined) return;
    const { epoch } = run;
    const row = run.finishEpoch(measured);
    for (const callback of callbacks) await callback.onEpochEnd?.({ epoch, row }, run);
  }
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

function requireBatch(batch: Batch, { epoch, batchInEpoch }: LiveRun, classes: number): void {
  const { images, labels, size, softLabels, sampleWeights } = batch;
  const problems: string[] = [];
  if (labels.length !== size || images.length % size !== 0) {
    problems.push(
      `expected ${size} images and labels, received ${images.length} bytes of images and ${labels.length} labels`,
    );
  }
  if (softLabels && softLabels.length !== size * classes) {
    problems.push(`expected soft labels [${size}, ${classes}], received ${softLabels.length} numbers`);
  }
  if (sampleWeights && sampleWeights.length !== size) {
    problems.push(`expected ${size} sample weights, received ${sampleWeights.length}`);
  }
  if (problems.length === 0) return;
  throw new Error(
    `[imgcls/training] batch ${batchInEpoch + 1} of epoch ${epoch}: ${problems.join("; ")}. Check the batch source.`,
  );
}
