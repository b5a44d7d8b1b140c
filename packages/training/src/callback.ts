import type { Checkpoint } from "./checkpoint.js";
import type { HistoryRow, Metric } from "./history.js";
import type { WeightMap } from "./model-weights.js";

/** The reason of a training that ended because its abort signal was given. */
export const ABORTED = "aborted";

/** What a callback may know and do: it never reaches into the model or the engine. */
export interface TrainingRun {
  /** The number of the last epoch. */
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  /** The rows of the finished epochs. */
  readonly history: readonly HistoryRow[];
  /** What the rows of this training hold. */
  readonly metrics: readonly Metric[];
  readonly learningRate: number;
  /** Ends the training after the current step or epoch. The first reason counts. */
  stop(reason: string): void;
  readonly weights: {
    /** A copy of the current weights. */
    snapshot(): Promise<WeightMap>;
    /**
     * The moving averages of the trained weights, beside them the others as they are; undefined without the optimizer's
     * `useEma` and before the first update.
     */
    averages(): Promise<WeightMap | undefined>;
    restore(weights: WeightMap): Promise<void>;
  };
  /** Everything that is needed to resume from here. */
  checkpoint(): Promise<Checkpoint>;
}

/** What a callback remembers across a resumed training. */
export interface CallbackState {
  /** JSON values. */
  readonly values: Readonly<Record<string, number | string | boolean | null>>;
  readonly weights?: WeightMap;
}

export interface BatchEndEvent {
  readonly epoch: number;
  /** From 1. */
  readonly batch: number;
  /** Mean loss of this batch alone. */
  readonly batchLoss: number;
  /** Means over the epoch so far. */
  readonly loss: number;
  readonly accuracy: number;
  /** Images seen in this epoch. */
  readonly images: number;
  /** Time spent on training in this epoch. */
  readonly trainingSeconds: number;
}

type Hook<Event> = (event: Event, run: TrainingRun) => void | Promise<void>;

/** An object with any of these hooks. They are called in the order of the list, and awaited. */
export interface Callback {
  /** Distinguishes the callbacks of one training; needed by those that keep a state. */
  readonly name: string;
  /** `epoch` is the first to run. A callback that is used again forgets here what it knew of the training before. */
  readonly onTrainBegin?: Hook<{ readonly epoch: number }>;
  readonly onEpochBegin?: Hook<{ readonly epoch: number }>;
  readonly onBatchEnd?: Hook<BatchEndEvent>;
  readonly onEpochEnd?: Hook<{ readonly epoch: number; readonly row: HistoryRow }>;
  /** Only when something ended the training early: a callback, or the abort signal with ABORTED. */
  readonly onStop?: Hook<{ readonly reason: string }>;
  /** After the result's checkpoint is taken: weights that are restored here are not in it. */
  readonly onTrainEnd?: Hook<{ readonly stopped: string | undefined }>;
  /** Absent: the callback starts anew when a training is resumed. */
  saveState?(): CallbackState;
  /** Called after onTrainBegin when a training is resumed that had this callback. */
  loadState?(state: CallbackState): void;
}
