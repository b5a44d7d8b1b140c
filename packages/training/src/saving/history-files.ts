import type { HistoryRow } from "../history.js";
import { RunFolderError } from "./errors.js";
import { jsonBytes, parseJson, textBytes } from "./json.js";

export const HISTORY_JSON = "history.json";
export const HISTORY_CSV = "history.csv";

const COLUMNS = [
  "epoch",
  "loss",
  "accuracy",
  "val_loss",
  "val_accuracy",
  "learning_rate",
  "seconds",
  "images_per_second",
] as const satisfies readonly (keyof HistoryRow)[];

/** Numbers that are not finite become `null` in JSON and "NaN" or "Infinity" in the table. */
export function historyFiles(history: readonly HistoryRow[]): Map<string, Uint8Array> {
  const rows = history.map((row) => COLUMNS.map((column) => row[column] ?? "").join(","));
  return new Map([
    [HISTORY_JSON, jsonBytes(history)],
    [HISTORY_CSV, textBytes(`${[COLUMNS.join(","), ...rows].join("\n")}\n`)],
  ]);
}

/** Throws RunFolderError when the rows are not those of a history. */
export function parseHistory(bytes: Uint8Array): HistoryRow[] {
  const rows = parseJson(HISTORY_JSON, bytes);
  if (!Array.isArray(rows)) throw new RunFolderError(HISTORY_JSON, "expected a list of epochs.");
  return rows.map((row: unknown, index) => {
    if (typeof row !== "object" || row === null || (row as HistoryRow).epoch !== index + 1) {
      throw new RunFolderError(HISTORY_JSON, `expected row ${index + 1} to be epoch ${index + 1}.`);
    }
    const entries = Object.entries(row).map(([key, value]) => [key, value === null ? Number.NaN : value]);
    return Object.fromEntries(entries) as HistoryRow;
  });
}
