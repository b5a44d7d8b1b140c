/**
 * What is known of files while they are classified into a table. Beside the table's name a file grows group by group: a line of
 * JSON that says what was asked, then a line for each file that is classified. Whoever is interrupted or killed goes on from it.
 */
import { type FileHandle, open, rm, stat } from "node:fs/promises";
import { CommandFailedError } from "../errors.js";
import { printableJson, printableName } from "../printable.js";
import { writeFileAtomically } from "./files.js";
import { type FilePredictions, jsonLine } from "./predictions.js";

/** What all rows have in common. */
export interface PredictTask {
  /** SHA-256 of everything that decides a model's answers. */
  readonly model: string;
  /** Classes a file. */
  readonly top: number;
  readonly invert: boolean;
  readonly drawing: boolean;
}

export interface PredictionJournal {
  /** Rows in it. */
  readonly count: number;
  /** Whether a row of an earlier process is of this file. Each row is for one mention of it. */
  takes(file: string): boolean;
  append(rows: readonly FilePredictions[]): Promise<void>;
  /** All rows, in the order in which they came. */
  rows(): AsyncGenerator<FilePredictions>;
  /** A journal without any row is removed. */
  close(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Begins a journal, or goes on with one: a last line that is torn is dropped, and its file is classified again.
 *
 * @throws CommandFailedError when the journal is of another task, or the file is none
 */
export async function openJournal(path: string, task: PredictTask): Promise<PredictionJournal> {
  const isNew = (await stat(path).catch(() => undefined)) === undefined;
  if (isNew) await writeFileAtomically(path, `${printableJson(task)}\n`);
  // Reads from any place, writes at the end.
  const file = await open(path, "a+");
  try {
    return await continued(path, file, task);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function continued(path: string, file: FileHandle, task: PredictTask): Promise<PredictionJournal> {
  const mentions = new Map<string, number>();
  let [end, count] = [0, 0];
  for await (const { value, end: next } of wholeLines(file)) {
    if (end === 0) requireSameTask(path, value, task);
    else {
      const { file: classified } = value as unknown as FilePredictions;
      mentions.set(classified, (mentions.get(classified) ?? 0) + 1);
      count += 1;
    }
    end = next;
  }
  if (end === 0) throw noJournal(path);
  await file.truncate(end);
  const remove = () => rm(path, { force: true });
  return {
    get count() {
      return count;
    },
    takes(classified) {
      const left = mentions.get(classified) ?? 0;
      if (left === 1) mentions.delete(classified);
      else if (left > 1) mentions.set(classified, left - 1);
      return left > 0;
    },
    async append(rows) {
      const lines = Buffer.from(rows.map(jsonLine).join(""));
      const { size } = await file.stat();
      if (size !== end) {
        throw new CommandFailedError(
          `${printableName(path)}: expected that only this process writes to it, found lines of another one. Let one of them end, or choose another name for the table.`,
        );
      }
      await file.appendFile(lines);
      end += lines.length;
      count += rows.length;
    },
    async *rows() {
      let isRow = false;
      for await (const { value } of wholeLines(file)) {
        if (isRow) yield value as unknown as FilePredictions;
        isRow = true;
      }
    },
    async close() {
      await file.close();
      if (count === 0) await remove();
    },
    remove,
  };
}

interface WholeLine {
  readonly value: Readonly<Record<string, unknown>>;
  /** Bytes to where the next line begins. */
  readonly end: number;
}

/** A process that is killed leaves the last line torn; behind any that is damaged nothing is trusted. */
async function* wholeLines(file: FileHandle): AsyncGenerator<WholeLine> {
  const { size } = await file.stat();
  let end = 0;
  for await (const line of file.readLines({ autoClose: false, start: 0 })) {
    end += Buffer.byteLength(line) + 1;
    const value = end <= size ? parsed(line) : undefined;
    if (value === undefined) return;
    yield { value, end };
  }
}

function parsed(line: string): WholeLine["value"] | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as WholeLine["value"]) : undefined;
  } catch {
    return undefined;
  }
}

function requireSameTask(path: string, found: WholeLine["value"], task: PredictTask): void {
  const names = Object.keys(task) as (keyof PredictTask)[];
  if (names.some((name) => !(name in found))) throw noJournal(path);
  const problems = names.flatMap((name) => {
    if (found[name] === task[name]) return [];
    return name === "model"
      ? ["expected the predictions of this model, found those of another one"]
      : [`expected --${name} ${task[name]}, found ${found[name]}`];
  });
  if (problems.length > 0) {
    throw new CommandFailedError(
      `${printableName(path)} is what another command has not finished: ${problems.join("; ")}. Give that command again to finish it, or remove the file to begin anew.`,
    );
  }
}

const noJournal = (path: string): CommandFailedError =>
  new CommandFailedError(
    `${printableName(path)}: expected what an earlier predict has not finished, found something else. Remove the file, or choose another name for the table.`,
  );
