import type { Callback } from "../callback.js";
import type { HistoryRow } from "../history.js";

/** Keras's `History`: what a training came to, a column for each number. */
export interface History extends Callback {
  /** Counted from 1, as everywhere here; Keras counts from 0. */
  readonly epoch: readonly number[];
  /** By name, a number for each epoch; NaN where an epoch has none. */
  readonly history: Readonly<Record<string, readonly number[]>>;
}

/**
 * Keeps the rows of the training that runs or ran last as columns, as Keras 3's `History`; a training that was resumed has
 * those before the resume too.
 */
export function history(): History {
  let rows: readonly HistoryRow[] = [];
  return {
    name: "history",
    get epoch() {
      return rows.map(({ epoch }) => epoch);
    },
    get history() {
      const names = new Set(rows.flatMap(Object.keys));
      names.delete("epoch");
      return Object.fromEntries([...names].map((name) => [name, rows.map((row) => row[name] ?? Number.NaN)]));
    },
    onTrainBegin(_, run) {
      rows = run.history;
    },
    onEpochEnd(_, run) {
      rows = run.history;
    },
  };
}
