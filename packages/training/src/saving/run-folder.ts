import type { LayersModel } from "@tensorflow/tfjs";
import { openFolder } from "#folder";
import type { Checkpoint } from "../checkpoint.js";
import type { HistoryRow } from "../history.js";
import { CHECKPOINT_FILE, checkpointFiles, checkpointFromFiles } from "./checkpoint-files.js";
import { RunFolderError } from "./errors.js";
import type { Folder } from "./folder.js";
import { HISTORY_JSON, historyFiles, parseHistory } from "./history-files.js";
import { CARD_FILE, cardBytes, type ModelCard, parseCard } from "./model-card.js";
import { MODEL_FILE, modelFiles, modelFromFiles, WEIGHTS_FILE } from "./model-files.js";
import { requireSavedRun } from "./saved-run-checks.js";

export interface SavedRun {
  readonly model: LayersModel;
  readonly card: ModelCard;
  readonly history: readonly HistoryRow[];
  readonly checkpoint?: Checkpoint;
}

/**
 * The files of a run as bytes by name, in the order in which they have to be written. Throws TrainingOptionsError when a part
 * is unknown, wrong or missing.
 */
export async function runFiles(run: SavedRun): Promise<Map<string, Uint8Array>> {
  requireSavedRun("the run to save", run);
  const { model, card, history, checkpoint } = run;
  return new Map([
    ...(await modelFiles(model)),
    [CARD_FILE, cardBytes(card)],
    ...historyFiles(history),
    ...(checkpoint ? await checkpointFiles(checkpoint) : []),
  ]);
}

type Read = (name: string) => Promise<Uint8Array | undefined>;

/** The inverse of `runFiles`. Throws RunFolderError when a file is missing, damaged or does not fit the others. */
export const runFromFiles = (files: ReadonlyMap<string, Uint8Array>): Promise<SavedRun> =>
  readRun(async (name) => files.get(name));

/** Writes a run folder; files that are there are replaced, each at once. A checkpoint left out is not touched. */
export async function saveRun(directory: string, run: SavedRun): Promise<void> {
  const folder = openFolder(directory);
  await writeAll(folder, await runFiles(run));
  if (run.checkpoint) await removeOldTensors(folder);
}

/** Throws RunFolderError when a file is missing, damaged or does not fit the others. */
export const loadRun = async (directory: string): Promise<SavedRun> =>
  readRun(openFolder(directory).read).catch(nameFolder(directory));

/** Writes the checkpoint and the history up to it: what changes while a training runs. */
export async function saveCheckpoint(directory: string, checkpoint: Checkpoint): Promise<void> {
  const folder = openFolder(directory);
  await writeAll(folder, await checkpointFiles(checkpoint));
  await writeAll(folder, historyFiles(checkpoint.history));
  await removeOldTensors(folder);
}

/** Undefined when the folder has none. Throws RunFolderError when it is damaged. */
export const loadCheckpoint = async (directory: string): Promise<Checkpoint | undefined> =>
  checkpointFromFiles(openFolder(directory).read).catch(nameFolder(directory));

const nameFolder =
  (directory: string) =>
  (error: unknown): never => {
    if (!(error instanceof RunFolderError)) throw error;
    throw new RunFolderError(`${directory}/${error.file}`, error.problem, { cause: error.cause });
  };

async function writeAll(folder: Folder, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [name, content] of files) await folder.write(name, content);
}

async function removeOldTensors(folder: Folder): Promise<void> {
  const json = new TextDecoder().decode(await folder.read(CHECKPOINT_FILE));
  for (const name of await folder.list("checkpoint")) {
    if (name.startsWith("tensors-") && !json.includes(name)) await folder.remove(`checkpoint/${name}`);
  }
}

async function readRun(read: Read): Promise<SavedRun> {
  const required = async (name: string): Promise<Uint8Array> => {
    const content = await read(name);
    if (content) return content;
    throw new RunFolderError(name, "expected this file, found none. Is this the folder of a training?");
  };
  const card = parseCard(await required(CARD_FILE));
  const model = await modelFromFiles(await required(MODEL_FILE), await required(WEIGHTS_FILE));
  requireFit(model, card);
  const history = parseHistory(await required(HISTORY_JSON));
  const checkpoint = await checkpointFromFiles(read);
  return { model, card, history, ...(checkpoint && { checkpoint }) };
}

function requireFit(model: LayersModel, { inputShape, classNames }: ModelCard): void {
  const problems: string[] = [];
  const input = model.inputs[0]?.shape.slice(1);
  const classes = model.outputs[0]?.shape.at(-1);
  if (String(input) !== String(inputShape)) {
    problems.push(`inputShape is [${inputShape}], but the model takes [${input}]`);
  }
  if (classes !== classNames.length) {
    problems.push(`classNames has ${classNames.length} names, but the model puts out ${classes}`);
  }
  if (problems.length > 0) throw new RunFolderError(CARD_FILE, `${problems.join("; ")}.`);
}
