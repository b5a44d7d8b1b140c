// The only training loop. What a step computes is the engine's business; batches and their order are the
// source's; everything that happens between steps is a callback's.
import type { LayersModel } from "@tensorflow/tfjs";
import { ABORTED } from "./callback.js";
import { checkedBatches } from "./checked-batches.js";
import type { Checkpoint } from "./checkpoint.js";
import { type DataForm, dataFormOf } from "./data-form.js";
import { chooseEngine } from "./engines/choose-engine.js";
import type { EngineDescription, TrainingSession } from "./engines/engine.js";
import { eventLoopTurns } from "./event-loop.js";
import { type FitOptions, fitProblems, originOf } from "./fit-options.js";
import type { Directions, HistoryRow } from "./history.js";
import { LiveRun } from "./live-run.js";
import { lossMeter } from "./loss-meter.js";
import { GRADIENT_NORM } from "./metrics/gradient-norm.js";
import { isStreaming, type Metric, type Named } from "./metrics/metric.js";
import { ALWAYS, metricsOfPredictions } from "./metrics/table.js";
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
  const { metrics: asked = [] } = options;
  const metrics = metricsOfPredictions(asked);
  const gradientNorm = asked.includes(GRADIENT_NORM.name);
  const streaming = metrics.filter(isStreaming);
  const form = dataFormOf(model);
  const plan: TrainingPlan = {
    optimizer,
    loss,
    preprocessing,
    seed,
    batchSize: train.batchSize,
    inputShape: train.shape,
    outputs: streaming.length > 0,
    gradientNorm,
    ...(options.asInInference && { asInInference: options.asInInference }),
  };

  const engine = options.engine ?? (await chooseEngine("auto", { task: { model, plan } }));
  const session = await engine.createSession(model, plan);
  try {
    const run = new LiveRun({
      model,
      session,
      plan,
      schedule: options.schedule,
      callbacks,
      epochs: options.epochs,
      batchesPerEpoch: train.batchesPerEpoch,
      metrics: directionsOf(gradientNorm ? [...streaming, GRADIENT_NORM] : streaming, validation && metrics),
      streaming,
      classes: form.classes,
      origin: originOf(options),
    });
    if (resumeFrom) await run.resume(resumeFrom);
    await run.beginCallbacks(resumeFrom);
    await trainEpochs(run, session, plan, { ...options, model, form, measured: metrics });

    if (run.stopped !== undefined) await run.each("onStop", { reason: run.stopped });
    const checkpoint = await run.checkpoint();
    await run.weights.finish();
    await run.each("onTrainEnd", { stopped: run.stopped });
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

/** What rows hold that can be watched: training's metrics, then validation's where there is one. */
function directionsOf(training: readonly Named[], validation: readonly Named[] | undefined): Directions {
  const own = (metrics: readonly Named[]) =>
    Object.entries({ ...ALWAYS, ...Object.fromEntries(metrics.map(({ name, better }) => [name, better])) });
  const after = validation ? own(validation).map(([name, better]) => [`val_${name}`, better]) : [];
  return Object.fromEntries([...own(training), ...after]);
}

interface LoopOptions extends FitOptions {
  readonly model: LayersModel;
  readonly form: DataForm;
  readonly measured: readonly Metric[];
}

async function trainEpochs(
  run: LiveRun,
  session: TrainingSession,
  plan: TrainingPlan,
  { model, train, validation, callbacks = [], signal, form, measured }: LoopOptions,
): Promise<void> {
  const turn = eventLoopTurns();
  const hasListeners = callbacks.some((callback) => callback.onBatchEnd);
  const mayGoOn = async (): Promise<boolean> => {
    await turn();
    if (signal?.aborted) run.stop(ABORTED);
    return run.stopped === undefined;
  };

  while (run.epoch <= run.epochs && (await mayGoOn())) {
    await run.each("onEpochBegin", { epoch: run.epoch });
    // Waiting for data is part of the training time: what the user waits for is what is reported.
    let last = performance.now();
    const part = { name: "train", source: train, epoch: run.epoch, startBatch: run.batchInEpoch };
    for await (const batch of checkedBatches(part, form)) {
      const { step, learningRate } = run;
      const result = await session.trainStep(batch, { learningRate, step });
      const now = performance.now();
      const event = run.countStep(result, batch, { learningRate, seconds: (now - last) / 1000 });
      last = now;
      if (hasListeners) await run.each("onBatchEnd", event);
      if (!(await mayGoOn())) return;
    }

    const start = performance.now();
    const values =
      validation &&
      (await run.weights.withJudged(() =>
        validate(
          session,
          validation,
          { meter: lossMeter(model, plan.loss), loss: plan.loss, form, metrics: measured },
          mayGoOn,
        ),
      ));
    run.countValidationSeconds(secondsSince(start));
    if (run.stopped !== undefined) return;
    const { epoch } = run;
    const row = run.finishEpoch(values);
    await run.each("onEpochEnd", { epoch, row });
  }
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;
