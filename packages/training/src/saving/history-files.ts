import type { HistoryRow } from "../history.js";
import { RunFolderError } from "./errors.js";
import { jsonBytes, parseJson, textBytes } from "./json.js";

export const HISTORY_JSON = "history.json";
export const HISTORY_CSV = "history.csv";

/** Further metrics have their place behind the accuracies. */
function columnsOf(history: readonly HistoryRow[]): readonly string[] {
  const always = ["epoch", "loss", "accuracy"];
  const measured = ["val_loss", "val_accuracy"];
  const last = ["learning_rate", "seconds", "images_per_second"];
  const known = [...always, ...measured, ...last];
  const further = [...new Set(history.flatMap(Object.keys))].filter((key) => !known.includes(key));
  const isMeasured = (key: string) => key.startsWith("val_");
  return [
    ...always,
    ...further.filter((key) => !isMeasured(key)),
    ...measured,
    ...further.filter(isMeasured),
    ...last,
  ];
}

/** A line of names, then one for each epoch; what a row does not have is empty. */
export function historyLines(history: readonly HistoryRow[], separator: string): readonly string[] {
  const columns = columnsOf(history);
  const rows = history.map((row) => columns.map((column) => row[column] ?? "").join(separator));
  return [columns.join(separator), ...rows];
}

export const linesBytes = (lines: readonly string[]): Uint8Array => textBytes(`${lines.join("\n")}\n`);

/** Numbers that are not finite become `null` in JSON and "NaN" or "Infinity" in the table. */
export const historyFiles = (history: readonly HistoryRow[]): Map<string, Uint8Array> =>
  new Map([
    [HISTORY_JSON, jsonBytes(history)],
    [HISTORY_CSV, linesBytes(historyLines(history, ","))],
  ]);

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
