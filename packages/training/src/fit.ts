// The only training loop. What a step computes is the engine's business; batches and their order are the
// source's; everything that happens between steps is a callback's.
import type { LayersModel } from "@tensorflow/tfjs";
import { ABORTED } from "./callback.js";
import { checkedBatches } from "./checked-batches.js";
import type { Checkpoint } from "./checkpoint.js";
import { dataFormOf } from "./data-form.js";
import { chooseEngine } from "./engines/choose-engine.js";
import type { EngineDescription, TrainingSession } from "./engines/engine.js";
import { eventLoopTurns } from "./event-loop.js";
import { type FitOptions, fitProblems, originOf } from "./fit-options.js";
import type { HistoryRow, Metric } from "./history.js";
import { learningRateAt } from "./learning-rate.js";
import { LiveRun } from "./live-run.js";
import { lossMeter } from "./loss-meter.js";
import { requireNone, type TrainingPlan } from "./training-plan.js";
import { validate } from "./validate.js";

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
  requireNone(fitProblems(model, options), "fit");
  const { train, validation, resumeFrom, callbacks = [], seed = 0 } = options;
  const { optimizer, loss, preprocessing } = options;
  const plan: TrainingPlan = { optimizer, loss, preprocessing, seed, batchSize: train.batchSize };

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
      origin: originOf(options),
    });
    if (resumeFrom) await run.resume(resumeFrom);
    await run.beginCallbacks(resumeFrom);
    await trainEpochs(run, session, plan, { ...options, model });

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

async function trainEpochs(
  run: LiveRun,
  session: TrainingSession,
  plan: TrainingPlan,
  { model, train, validation, callbacks = [], signal }: FitOptions & { readonly model: LayersModel },
): Promise<void> {
  const form = dataFormOf(model);
  const turn = eventLoopTurns();
  const listeners = callbacks.filter((callback) => callback.onBatchEnd);
  const mayGoOn = async (): Promise<boolean> => {
    await turn();
    if (signal?.aborted) run.stop(ABORTED);
    return run.stopped === undefined;
  };

  while (run.epoch <= run.epochs && (await mayGoOn())) {
    for (const callback of callbacks) await callback.onEpochBegin?.({ epoch: run.epoch }, run);
    // Waiting for data is part of the training time: what the user waits for is what is reported.
    let last = performance.now();
    const part = { name: "train", source: train, epoch: run.epoch, startBatch: run.batchInEpoch };
    for await (const batch of checkedBatches(part, form)) {
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
    const meter = lossMeter(model, plan.loss);
    const measured = validation && (await validate(session, validation, { meter, form }, mayGoOn));
    run.countValidationSeconds(secondsSince(start));
    if (run.stopped !== undefined) return;
    const { epoch } = run;
    const row = run.finishEpoch(measured);
    for (const callback of callbacks) await callback.onEpochEnd?.({ epoch, row }, run);
  }
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;
