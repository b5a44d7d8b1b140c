import type { CallbackStates } from "./callback-states.js";
import type { SlotState } from "./engines/engine.js";
import type { EpochSums, HistoryRow } from "./history.js";
import type { WeightMap } from "./model-weights.js";

/**
 * Everything `fit` needs to go on as if it had never stopped: with the same engine, data and options the
 * rest of the training is the same to the bit. Random numbers need no state, because they derive from the
 * seed, the layer and the step.
 */
export interface Checkpoint {
  readonly weights: WeightMap;
  /** The optimizer's tensors. */
  readonly slots: SlotState;
  /** Steps taken since the training began. */
  readonly step: number;
  /** The epoch to go on in, from 1. */
  readonly epoch: number;
  /** How many batches of that epoch are done. */
  readonly batchInEpoch: number;
  /** What those batches came to. */
  readonly sums: EpochSums;
  readonly history: readonly HistoryRow[];
  /** What callbacks made of the scheduled learning rate. */
  readonly rateFactor: number;
  readonly callbacks: CallbackStates;
  /** Why the training ended by itself, if it did; an abort is no such reason. */
  readonly stopped?: string;
  /** What must be the same when the training goes on. */
  readonly origin: TrainingOrigin;
}

export interface TrainingOrigin {
  readonly seed: number;
  readonly batchSize: number;
  /** Training images an epoch. */
  readonly trainSize: number;
}

/** In which points a checkpoint belongs to another training. */
export function originProblems(checkpoint: Checkpoint, origin: TrainingOrigin): string[] {
  const names = ["seed", "batchSize", "trainSize"] as const;
  return names
    .filter((name) => checkpoint.origin[name] !== origin[name])
    .map(
      (name) =>
        `expected ${name} ${checkpoint.origin[name]} as in the checkpoint to resume, received ${origin[name]}`,
    );
}
