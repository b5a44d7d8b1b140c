// How a run folder changes: at every moment, also when the process is killed between any two of the renames below, it is
// a run folder that every command reads, of the old state or of the new, never of both.
//
// - The checkpoint is one state: its JSON file names the file of its numbers, whose name follows from its content
//   (checkpoint-files.ts), so the rename of the JSON file is the moment of change. It has the card with it, so that a
//   training goes on with what it was started with, whatever else is in the folder.
// - Model, history and card are another. Several files cannot be renamed at once, so each is first put beside the old one
//   under a waiting name that follows from its content, "weights.bin.3f2a….next". Then the card, which has the digests of
//   all of them, is renamed: that is the moment of change. Then each moves to its place. Before it, the old card's
//   digests are those of the files at their places; after it, a reader finds the content of the new card's digest at the
//   place or under the waiting name.
// - The checkpoint comes first: a kill between the two states leaves a model of some epochs ago and the newest checkpoint.
//
// What a killed process leaves waiting or half-written is removed by the next save.
import type { Checkpoint } from "../checkpoint.js";
import type { HistoryRow } from "../history.js";
import {
  CHECKPOINT_FILE,
  cardOfCheckpoint,
  checkpointFiles,
  checkpointFromFiles,
  type PhaseProgress,
  type SavedCheckpoint,
} from "./checkpoint-files.js";
import { digestOf } from "./digest.js";
import { RunFolderError } from "./errors.js";
import type { Folder } from "./folder.js";
import { folderAt, reading } from "./folder-at.js";
import { CARD_FILE, cardBytes, type FileDigests, type ModelCard } from "./model-card.js";
import {
  type CoveredFiles,
  coveredFiles,
  readCard,
  readHistory,
  readRun,
  readSavedModel,
  type SavedModel,
  type SavedRun,
  waitingName,
} from "./run-files.js";
import { START_FILE } from "./training-start.js";

/**
 * Writes a run folder; what is there is replaced, checkpoint and model each at once. A checkpoint left out is not touched.
 *
 * @returns the names of the files that are not what they were before
 */
export async function saveRun(place: string | Folder, run: SavedRun): Promise<string[]> {
  const folder = folderAt(place);
  const { checkpoint, phase, card } = run;
  if (checkpoint) await replaceCheckpoint(folder, { checkpoint, card, ...(phase && { phase }) });
  const before = await savedDigests(folder);
  const covered = await coveredFiles(run);
  await replaceTogether(folder, covered);
  return Object.entries(covered.digests).flatMap(([name, { sha256 }]) =>
    sha256 === before[name]?.sha256 ? [] : [name],
  );
}

/**
 * Writes what is said of the saved model anew: such as what the test images came to. Model, history and recipe stay as they
 * are, and the checkpoint keeps the card that it was saved with.
 *
 * @throws RunFolderError when there is no saved model, or its card is damaged
 */
export async function saveCard(place: string | Folder, card: ModelCard): Promise<void> {
  const folder = folderAt(place);
  const { files = {} } = await reading(place, readCard);
  await folder.write(CARD_FILE, [await cardBytes(card, files)]);
}

/** Throws RunFolderError when a file is missing, damaged or does not fit the others. */
export const loadRun = (place: string | Folder): Promise<SavedRun> => reading(place, readRun);

/** Model and card: what predicting needs. Throws RunFolderError when they are missing, damaged or do not fit. */
export const loadSavedModel = (place: string | Folder): Promise<SavedModel> => reading(place, readSavedModel);

/** What a run says of itself. Throws RunFolderError when the card is missing or damaged. */
export const loadCard = (place: string | Folder): Promise<ModelCard> =>
  reading(place, async (read) => (await readCard(read)).card);

/** The epochs that the saved model was trained for. Throws RunFolderError when they are missing or damaged. */
export const loadHistory = (place: string | Folder): Promise<HistoryRow[]> => reading(place, readHistory);

/**
 * Writes the checkpoint: what changes while a training runs. The saved model and its history stay as they are.
 *
 * @param card what is trained, for `loadTraining`
 * @param phase which of several phases the checkpoint is of
 */
export const saveCheckpoint = (
  place: string | Folder,
  checkpoint: Checkpoint,
  card?: ModelCard,
  phase?: PhaseProgress,
): Promise<void> =>
  replaceCheckpoint(folderAt(place), { checkpoint, ...(card && { card }), ...(phase && { phase }) });

/** Undefined when the folder has none. Throws RunFolderError when it is damaged. */
export const loadCheckpoint = async (place: string | Folder): Promise<Checkpoint | undefined> =>
  (await reading(place, checkpointFromFiles))?.checkpoint;

/** The checkpoint of a training with what was trained. */
export type SavedTraining = SavedCheckpoint & { readonly card: ModelCard };

/** Undefined when the folder has no checkpoint. Throws RunFolderError when it is damaged. */
export const loadTraining = (place: string | Folder): Promise<SavedTraining | undefined> =>
  reading(place, async (read) => {
    const saved = await checkpointFromFiles(read);
    return saved && { ...saved, card: saved.card ?? (await readCard(read)).card };
  });

/** What a training that would go on is of, without reading its weights. As `loadTraining` otherwise. */
export const loadTrainingCard = (place: string | Folder): Promise<ModelCard | undefined> =>
  reading(place, async (read) => {
    const found = await cardOfCheckpoint(read);
    return found && (found.card ?? (await readCard(read)).card);
  });

/** `saveCheckpoint` in any place. */
export async function replaceCheckpoint(folder: Folder, saved: SavedCheckpoint): Promise<void> {
  const files = await checkpointFiles(saved);
  for (const [name, content] of files) await folder.write(name, content);
  await folder.remove(START_FILE);
  for (const name of await folder.list("checkpoint")) {
    const isOld = name.startsWith("tensors-") && !files.has(`checkpoint/${name}`);
    if (isOld || name.endsWith(".tmp")) await folder.remove(`checkpoint/${name}`);
  }
}

/** Removes the checkpoint: first the file that makes it one. */
export async function removeCheckpoint(folder: Folder): Promise<void> {
  await folder.remove(CHECKPOINT_FILE);
  for (const name of await folder.list("checkpoint")) {
    if (name.startsWith("tensors-")) await folder.remove(`checkpoint/${name}`);
  }
}

async function replaceTogether(folder: Folder, { files, digests }: CoveredFiles): Promise<void> {
  const waiting = new Map<string, string>();
  for (const [name, content] of files) {
    if (name !== CARD_FILE) waiting.set(name, waitingName(name, digests[name] ?? (await digestOf(content))));
    await folder.write(waiting.get(name) ?? name, [content]);
  }
  for (const [name, place] of waiting) await folder.rename(place, name);
  for (const found of await folder.list("")) {
    const isOurs = [...files.keys()].some((name) => found.startsWith(`${name}.`));
    if (isOurs && /\.(next|tmp)$/.test(found)) await folder.remove(found);
  }
}

/** Of the saved model's files; empty when there are none, or none that can be read. */
async function savedDigests(folder: Folder): Promise<FileDigests> {
  try {
    return (await readCard(folder.read)).files ?? {};
  } catch (error) {
    if (error instanceof RunFolderError) return {};
    throw error;
  }
}
