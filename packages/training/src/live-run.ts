// The state of a running training: where it is, what it has seen, how it is saved. The order of things is in fit.ts.
import type { LayersModel } from "@tensorflow/tfjs";
import type { Batch } from "./batch.js";
import {
  ABORTED,
  type BatchEndEvent,
  type Callback,
  type CallbackState,
  type HookName,
  type TrainingRun,
} from "./callback.js";
import { beginStates, type CallbackStates, copyStates } from "./callback-states.js";
import type { Checkpoint, TrainingOrigin } from "./checkpoint.js";
import type { StepResult, TrainingSession } from "./engines/engine.js";
import { type Directions, type EpochSums, type HistoryRow, NO_SUMS } from "./history.js";
import { isUpdate, learningRateAt } from "./learning-rate.js";
import { addNorm, meanNorm } from "./metrics/gradient-norm.js";
import { addPredictions, type MetricSums, valuesOf } from "./metrics/measurement.js";
import type { StreamingMetric } from "./metrics/metric.js";
import { predictionsOf } from "./metrics/predictions.js";
import { RunWeights } from "./run-weights.js";
import type { ScheduleConfig } from "./schedules/config.js";
import { rateFactorAt } from "./schedules/rate-factor.js";
import type { TrainingPlan } from "./training-plan.js";

export interface RunSetup {
  readonly model: LayersModel;
  readonly session: TrainingSession;
  readonly plan: TrainingPlan;
  readonly schedule: ScheduleConfig | undefined;
  readonly callbacks: readonly Callback[];
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly metrics: Directions;
  /** Those of them that training steps are measured by, beside loss and accuracy. */
  readonly streaming: readonly StreamingMetric[];
  readonly classes: number;
  readonly origin: TrainingOrigin;
}

export class LiveRun implements TrainingRun {
  epoch = 1;
  batchInEpoch = 0;
  step = 0;
  private sums: EpochSums = NO_SUMS;
  private rows: HistoryRow[] = [];
  private reason: string | undefined;
  /** What callbacks made of the scheduled rate. */
  private rateFactor = 1;
  private states: CallbackStates = {};
  private requests: Parameters<TrainingRun["requestCheckpoint"]>[0][] = [];
  private snapshotRequests: Parameters<TrainingRun["requestSnapshot"]>[0][] = [];

  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly metrics: Directions;
  readonly weights: RunWeights;

  constructor(private readonly setup: RunSetup) {
    this.epochs = setup.epochs;
    this.batchesPerEpoch = setup.batchesPerEpoch;
    this.metrics = setup.metrics;
    const { model, session, plan } = setup;
    this.weights = new RunWeights({
      model,
      session,
      optimizer: plan.optimizer,
      stepsTaken: () => this.step,
    });
  }

  get history(): readonly HistoryRow[] {
    return this.rows;
  }

  get stopped(): string | undefined {
    return this.reason;
  }

  /** Of the next step; after a step and before the next, of that next one. */
  get learningRate(): number {
    return this.scheduledRate(this.step) * this.rateFactor;
  }

  setLearningRate(rate: number): void {
    const scheduled = this.scheduledRate(this.step);
    if (scheduled === 0) {
      throw new Error(
        `[imgcls/training] setLearningRate(${rate}): the schedule has the rate 0 in step ${this.step}, which no factor changes. Set it in a later step, or give the warm-up a "from" above 0.`,
      );
    }
    this.rateFactor = rate / scheduled;
  }

  private scheduledRate(step: number): number {
    const { plan, schedule, epochs, batchesPerEpoch } = this.setup;
    const rate = learningRateAt(plan.optimizer, step);
    const length = { steps: epochs * batchesPerEpoch, stepsPerEpoch: batchesPerEpoch };
    return schedule === undefined ? rate : rate * rateFactorAt(schedule, step, length);
  }

  stop(reason: string): void {
    this.reason ??= reason;
  }

  /** Counts a finished step and says where the epoch is now. */
  countStep(
    { loss, correct, outputs, gradientNorm }: StepResult,
    batch: Batch,
    { learningRate, seconds }: { readonly learningRate: number; readonly seconds: number },
  ): BatchEndEvent {
    const { size } = batch;
    const { streaming, classes, plan } = this.setup;
    const isCounted = gradientNorm !== undefined && isUpdate(plan.optimizer, this.step);
    this.step += 1;
    this.batchInEpoch += 1;
    const withNorm = isCounted ? addNorm(this.sums.metrics, gradientNorm) : this.sums.metrics;
    const metrics = outputs
      ? addPredictions(streaming, withNorm, predictionsOf(batch, outputs, classes, plan.loss))
      : withNorm;
    this.sums = {
      ...this.sums,
      images: this.sums.images + size,
      loss: this.sums.loss + loss * size,
      correct: this.sums.correct + correct,
      metrics,
      learningRate,
      trainingSeconds: this.sums.trainingSeconds + seconds,
    };
    return {
      epoch: this.epoch,
      batch: this.batchInEpoch,
      batchLoss: loss,
      loss: this.sums.loss / this.sums.images,
      accuracy: this.sums.correct / this.sums.images,
      metrics: this.measured(metrics),
      images: this.sums.images,
      trainingSeconds: this.sums.trainingSeconds,
    };
  }

  private measured(sums: MetricSums): Record<string, number> {
    const { streaming, plan } = this.setup;
    return { ...valuesOf(streaming, sums), ...(plan.gradientNorm && meanNorm(sums)) };
  }

  countValidationSeconds(seconds: number): void {
    this.sums = { ...this.sums, validationSeconds: this.sums.validationSeconds + seconds };
  }

  /** Adds the epoch's row and moves on to the next epoch. */
  finishEpoch(validation: Readonly<Record<string, number>> | undefined): HistoryRow {
    const { images, loss, correct, metrics, learningRate, trainingSeconds, validationSeconds } = this.sums;
    const measured = Object.entries(validation ?? {}).map(([name, value]) => [`val_${name}`, value]);
    const row: HistoryRow = {
      epoch: this.epoch,
      loss: loss / images,
      accuracy: correct / images,
      ...this.measured(metrics),
      ...Object.fromEntries(measured),
      learning_rate: learningRate,
      seconds: trainingSeconds + validationSeconds,
      images_per_second: images / trainingSeconds,
    };
    this.rows.push(row);
    this.epoch += 1;
    this.batchInEpoch = 0;
    this.sums = NO_SUMS;
    return row;
  }

  requestCheckpoint(save: (checkpoint: Checkpoint) => void | Promise<void>): void {
    this.requests.push(save);
  }

  requestSnapshot(save: (read: () => Promise<Checkpoint>) => void): void {
    this.snapshotRequests.push(save);
  }

  /** Once all callbacks had their moment. */
  async honourRequests(): Promise<void> {
    const { requests, snapshotRequests } = this;
    if (requests.length > 0) {
      this.requests = [];
      const checkpoint = await this.checkpoint();
      for (const save of requests) await save(checkpoint);
    }
    if (snapshotRequests.length > 0) {
      this.snapshotRequests = [];
      for (const save of snapshotRequests) {
        const read = await this.setup.session.snapshot();
        const progress = this.progress();
        save(async () => ({ ...progress, ...(await read()) }));
      }
    }
  }

  async checkpoint(): Promise<Checkpoint> {
    const weights = await this.weights.current();
    return { ...this.progress(), weights, slots: await this.setup.session.saveState() };
  }

  private progress(): Omit<Checkpoint, "weights" | "slots"> {
    const { origin } = this.setup;
    return {
      step: this.step,
      epoch: this.epoch,
      batchInEpoch: this.batchInEpoch,
      sums: this.sums,
      history: [...this.rows],
      rateFactor: this.rateFactor,
      callbacks: copyStates(this.states),
      ...(this.reason !== undefined && this.reason !== ABORTED && { stopped: this.reason }),
      origin,
    };
  }

  /** Continues where the checkpoint was taken. */
  async resume(checkpoint: Checkpoint): Promise<void> {
    await this.weights.restore(checkpoint.weights);
    await this.setup.session.loadState(checkpoint.slots);
    this.step = checkpoint.step;
    this.epoch = checkpoint.epoch;
    this.batchInEpoch = checkpoint.batchInEpoch;
    this.sums = checkpoint.sums;
    this.rows = [...checkpoint.history];
    this.reason = checkpoint.stopped;
    this.rateFactor = checkpoint.rateFactor;
  }

  /** Callbacks start anew, and go on from the checkpoint where there is one. */
  async beginCallbacks(checkpoint: Checkpoint | undefined): Promise<void> {
    this.states = beginStates(this.setup.callbacks, checkpoint?.callbacks);
    await this.each("onTrainBegin", { epoch: this.epoch });
  }

  /** Calls one hook of all callbacks, in their order, with their states. */
  async each<Name extends HookName>(
    name: Name,
    event: Parameters<NonNullable<Callback[Name]>>[0],
  ): Promise<void> {
    for (const callback of this.setup.callbacks) {
      const hook = callback[name] as
        | ((event: unknown, run: TrainingRun, state: CallbackState) => unknown)
        | undefined;
      await hook?.call(callback, event, this, this.states[callback.name] ?? {});
    }
    await this.honourRequests();
  }
}
