import type { Callback, CallbackState, TrainingRun } from "../src/callback.js";
import { beginStates } from "../src/callback-states.js";
import type { Checkpoint } from "../src/checkpoint.js";
import type { HistoryRow } from "../src/history.js";
import type { WeightMap } from "../src/model-weights.js";

export interface Trace {
  readonly ranEpochs: number;
  /** The epoch whose weights are there at the end. */
  readonly weightsOf: number;
  readonly reason: string | undefined;
  /** The learning rate after each epoch. */
  readonly rates: readonly number[];
  /** The epochs whose model was saved. */
  readonly saved: readonly number[];
  /** Of the callback in the end. */
  readonly state: CallbackState;
}

export interface TraceOptions {
  /** After these epochs the training is killed and goes on from a checkpoint, with a new callback. */
  readonly resumeAfter?: readonly number[];
  /** Why the training ended otherwise. */
  readonly stopped?: string;
  readonly learningRate?: number;
}

/**
 * Lets a callback see a course of rows, without a model: the "weights" of an epoch are its number, so that what is
 * restored tells the epoch.
 */
export async function traceCallback(
  create: () => Callback,
  courses: readonly Readonly<Record<string, number>>[],
  { resumeAfter = [], stopped, learningRate = 1 }: TraceOptions = {},
): Promise<Trace> {
  let callback = create();
  let reason = stopped;
  let weights = 0;
  let rate = learningRate;
  const rates: number[] = [];
  const saved: number[] = [];
  const history: HistoryRow[] = [];
  const run: TrainingRun = {
    epochs: courses.length,
    batchesPerEpoch: 1,
    step: 0,
    history,
    metrics: { loss: "lower", accuracy: "higher", val_loss: "lower", val_accuracy: "higher" },
    get learningRate() {
      return rate;
    },
    setLearningRate: (value) => {
      rate = value;
    },
    stop: (why) => {
      reason ??= why;
    },
    weights: {
      snapshot: async () => new Map([["w", Float32Array.of(weights)]]),
      current: async () => new Map([["w", Float32Array.of(weights)]]),
      hasAverages: false,
      averages: async () => undefined,
      restore: async (values: WeightMap) => {
        weights = values.get("w")?.[0] ?? Number.NaN;
      },
      judge: () => undefined,
      modelFiles: async () => {
        saved.push(run.history.length);
        return new Map([
          ["model.json", new Uint8Array()],
          ["weights.bin", new Uint8Array()],
        ]);
      },
    },
    requestCheckpoint: (save) => void save({} as Checkpoint),
    requestSnapshot: (save) => save(async () => ({}) as Checkpoint),
  };

  let states = beginStates([callback]);
  const state = () => states[callback.name] ?? {};
  await callback.onTrainBegin?.({ epoch: 1 }, run, state());
  let epoch = 0;
  for (const course of courses) {
    epoch += 1;
    await callback.onEpochBegin?.({ epoch }, run, state());
    weights = epoch;
    const row: HistoryRow = {
      ...{ epoch, loss: 0, accuracy: 0, learning_rate: rate, seconds: 1, images_per_second: 1 },
      ...course,
    };
    history.push(row);
    await callback.onEpochEnd?.({ epoch, row }, run, state());
    rates.push(rate);
    if (reason !== stopped) break;
    if (!resumeAfter.includes(epoch)) continue;
    callback = create();
    states = beginStates([callback], structuredClone(states));
    await callback.onTrainBegin?.({ epoch: epoch + 1 }, run, state());
  }
  await callback.onTrainEnd?.({ stopped: reason }, run, state());
  return { ranEpochs: epoch, weightsOf: weights, reason, rates, saved, state: state() };
}
