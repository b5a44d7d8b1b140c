import type { Checkpoint } from "./checkpoint.js";
import type { Directions, HistoryRow } from "./history.js";
import type { WeightMap } from "./model-weights.js";

/** The reason of a training that ended because its abort signal was given. */
export const ABORTED = "aborted";

/** What a callback may know and do: it never reaches into the model or the engine. */
export interface TrainingRun {
  /** The number of the last epoch. */
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  /** Steps taken since the training began. */
  readonly step: number;
  /** The rows of the finished epochs. */
  readonly history: readonly HistoryRow[];
  /** What the rows of this training hold that can be watched, and which way is up. */
  readonly metrics: Directions;
  /** Of the next step. */
  readonly learningRate: number;
  /** From the next step on the schedule is scaled so that the rate is this one now. Part of every checkpoint. */
  setLearningRate(rate: number): void;
  /** Ends the training after the current step or epoch. The first reason counts. */
  stop(reason: string): void;
  readonly weights: {
    /** A copy of the weights that are judged: those of the view where there is one, else the current ones. */
    snapshot(): Promise<WeightMap>;
    /** A copy of the weights that are trained. */
    current(): Promise<WeightMap>;
    /** Whether the optimizer keeps moving averages: its `useEma`. */
    readonly hasAverages: boolean;
    /**
     * The moving averages of the trained weights, beside them the others as they are; undefined without the optimizer's
     * `useEma` and before the first update.
     */
    averages(): Promise<WeightMap | undefined>;
    restore(weights: WeightMap): Promise<void>;
    /**
     * Other weights than the current ones are validated, kept as the best, and are the model's in the end; the training
     * goes on with its own. `view` gives them, or undefined for the current ones.
     */
    judge(view: () => Promise<WeightMap | undefined>): void;
    /** `model.json` and `weights.bin` with the weights that are judged, as `tf.loadLayersModel` reads them. */
    modelFiles(): Promise<ReadonlyMap<string, Uint8Array>>;
  };
  /**
   * Hands over everything that is needed to resume from here, once all callbacks had this moment: so it knows what each
   * of them decided. The training waits for what `save` returns.
   */
  requestCheckpoint(save: (checkpoint: Checkpoint) => void | Promise<void>): void;
  /**
   * The same for a training that goes on meanwhile: `read` gives the checkpoint of this moment, whose weights are brought
   * together between steps. The model keeps those that it has.
   */
  requestSnapshot(save: (read: () => Promise<Checkpoint>) => void): void;
}

type StateValue = number | string | boolean | null | readonly StateValue[] | WeightMap;

/** What a callback remembers: JSON values, and weights. Hooks replace fields, and do not change what is in them. A checkpoint has it, and a resumed training goes on with it. */
export type CallbackState = Record<string, StateValue>;

export interface BatchEndEvent {
  readonly epoch: number;
  /** From 1. */
  readonly batch: number;
  /** Mean loss of this batch alone. */
  readonly batchLoss: number;
  /** Means over the epoch so far. */
  readonly loss: number;
  readonly accuracy: number;
  /** Further metrics over the epoch so far. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Images seen in this epoch. */
  readonly images: number;
  /** Time spent on training in this epoch. */
  readonly trainingSeconds: number;
}

type Hook<Event, State> = (event: Event, run: TrainingRun, state: State) => void | Promise<void>;

interface Hooks<State> {
  /** `epoch` is the first to run. */
  readonly onTrainBegin?: Hook<{ readonly epoch: number }, State>;
  readonly onEpochBegin?: Hook<{ readonly epoch: number }, State>;
  readonly onBatchEnd?: Hook<BatchEndEvent, State>;
  /** After validation. */
  readonly onEpochEnd?: Hook<{ readonly epoch: number; readonly row: HistoryRow }, State>;
  /** Only when something ended the training early: a callback, or the abort signal with ABORTED. */
  readonly onStop?: Hook<{ readonly reason: string }, State>;
  /** After the result's checkpoint is taken: weights that are restored here are not in it. */
  readonly onTrainEnd?: Hook<{ readonly stopped: string | undefined }, State>;
}

/**
 * An object with any of these hooks. They are called in the order of the list, and awaited. What a callback remembers is
 * in the state that its hooks are given and may change: `fit` makes a new one for every training, saves it with every
 * checkpoint and gives it back when a training goes on.
 */
export interface Callback extends Hooks<CallbackState> {
  /** Distinguishes the callbacks of one training that have a state. */
  readonly name: string;
  /** The state at the beginning. Absent: there is nothing to remember. */
  readonly createState?: () => CallbackState;
}

export type HookName = keyof Hooks<CallbackState>;

interface StatefulCallback<State extends CallbackState> extends Hooks<State> {
  readonly name: string;
  readonly createState: () => State;
}

/** A callback whose hooks know the type of its state: that of `createState`, with the same fields when it is resumed. */
export const statefulCallback = <State extends CallbackState>(callback: StatefulCallback<State>): Callback =>
  callback as unknown as Callback;
