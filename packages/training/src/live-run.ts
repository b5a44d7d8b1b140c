// The state of a running training: where it is, what it has seen, how it is saved. The order of things is in fit.ts.
import type { LayersModel } from "@tensorflow/tfjs";
import {
  ABORTED,
  type BatchEndEvent,
  type Callback,
  type CallbackState,
  type TrainingRun,
} from "./callback.js";
import type { Checkpoint, TrainingOrigin } from "./checkpoint.js";
import type { StepResult, TrainingSession } from "./engines/engine.js";
import { type EpochSums, type HistoryRow, type Metric, NO_SUMS } from "./history.js";
import { learningRateAt } from "./learning-rate.js";
import type { MeasuredLoss } from "./loss-meter.js";
import { readWeights, type WeightMap, writeWeights } from "./model-weights.js";
import type { TrainingPlan } from "./training-plan.js";

export interface RunSetup {
  readonly model: LayersModel;
  readonly session: TrainingSession;
  readonly plan: TrainingPlan;
  readonly callbacks: readonly Callback[];
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly metrics: readonly Metric[];
  readonly origin: TrainingOrigin;
}

export class LiveRun implements TrainingRun {
  epoch = 1;
  batchInEpoch = 0;
  step = 0;
  private sums: EpochSums = NO_SUMS;
  private rows: HistoryRow[] = [];
  private reason: string | undefined;

  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly metrics: readonly Metric[];

  constructor(private readonly setup: RunSetup) {
    this.epochs = setup.epochs;
    this.batchesPerEpoch = setup.batchesPerEpoch;
    this.metrics = setup.metrics;
  }

  get history(): readonly HistoryRow[] {
    return this.rows;
  }

  get stopped(): string | undefined {
    return this.reason;
  }

  /** Of the next step; after a step and before the next, of that next one. */
  get learningRate(): number {
    return learningRateAt(this.setup.plan.optimizer, this.step);
  }

  stop(reason: string): void {
    this.reason ??= reason;
  }

  readonly weights = {
    snapshot: async (): Promise<WeightMap> => {
      await this.setup.session.syncWeights();
      return readWeights(this.setup.model);
    },
    averages: async (): Promise<WeightMap | undefined> => {
      const { useEma, gradientAccumulationSteps = 1 } = this.setup.plan.optimizer;
      if (!useEma || this.step < gradientAccumulationSteps) return undefined;
      const weights = await this.weights.snapshot();
      const state = await this.setup.session.saveState();
      return new Map([...weights].map(([name, values]) => [name, state.get(`${name}/ema`) ?? values]));
    },
    restore: async (weights: WeightMap): Promise<void> => {
      writeWeights(this.setup.model, weights);
      await this.setup.session.loadWeights();
    },
  };

  /** Counts a finished step and says where the epoch is now. */
  countStep({ loss, correct }: StepResult, size: number, seconds: number): BatchEndEvent {
    this.step += 1;
    this.batchInEpoch += 1;
    this.sums = {
      ...this.sums,
      images: this.sums.images + size,
      loss: this.sums.loss + loss * size,
      correct: this.sums.correct + correct,
      trainingSeconds: this.sums.trainingSeconds + seconds,
    };
    return {
      epoch: this.epoch,
      batch: this.batchInEpoch,
      batchLoss: loss,
      loss: this.sums.loss / this.sums.images,
      accuracy: this.sums.correct / this.sums.images,
      images: this.sums.images,
      trainingSeconds: this.sums.trainingSeconds,
    };
  }

  countValidationSeconds(seconds: number): void {
    this.sums = { ...this.sums, validationSeconds: this.sums.validationSeconds + seconds };
  }

  /** Adds the epoch's row and moves on to the next epoch. */
  finishEpoch(validation: MeasuredLoss | undefined): HistoryRow {
    const { images, loss, correct, trainingSeconds, validationSeconds } = this.sums;
    const row: HistoryRow = {
      epoch: this.epoch,
      loss: loss / images,
      accuracy: correct / images,
      ...(validation && { val_loss: validation.loss, val_accuracy: validation.accuracy }),
      learning_rate: learningRateAt(this.setup.plan.optimizer, this.step - 1),
      seconds: trainingSeconds + validationSeconds,
      images_per_second: images / trainingSeconds,
    };
    this.rows.push(row);
    this.epoch += 1;
    this.batchInEpoch = 0;
    this.sums = NO_SUMS;
    return row;
  }

  async checkpoint(): Promise<Checkpoint> {
    const { session, callbacks, origin } = this.setup;
    const states = callbacks.flatMap((callback): [string, CallbackState][] =>
      callback.saveState ? [[callback.name, callback.saveState()]] : [],
    );
    return {
      weights: await this.weights.snapshot(),
      slots: await session.saveState(),
      step: this.step,
      epoch: this.epoch,
      batchInEpoch: this.batchInEpoch,
      sums: this.sums,
      history: [...this.rows],
      callbacks: Object.fromEntries(states),
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
  }

  /** Callbacks start anew, and go on from the checkpoint where there is one. */
  async beginCallbacks(checkpoint: Checkpoint | undefined): Promise<void> {
    for (const callback of this.setup.callbacks) {
      await callback.onTrainBegin?.({ epoch: this.epoch }, this);
      const state = checkpoint?.callbacks[callback.name];
      if (state) callback.loadState?.(state);
    }
  }
}
