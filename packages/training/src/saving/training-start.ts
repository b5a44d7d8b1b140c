// Writes down first what a training was asked to do. If it is killed before it has saved anything, it can still be
// begun anew. Nothing is removed for that: an earlier run in the folder stays until the first save.
import { CHECKPOINT_FILE } from "./checkpoint-files.js";
import { sha256 } from "./digest.js";
import { RunFolderError } from "./errors.js";
import type { Folder } from "./folder.js";
import { folderAt, reading } from "./folder-at.js";
import { openSealed, parseJson, sealedJsonBytes, textBytes } from "./json.js";
import type { Read } from "./read.js";

export const START_FILE = "checkpoint/start.json";
const SCHEMA_VERSION = 1;

type Recipe = Readonly<Record<string, unknown>>;

/**
 * Writes down what is going to be trained; the first checkpoint that is saved replaces it.
 *
 * @param recipe JSON values, for whoever begins the training anew
 */
export async function saveStart(place: string | Folder, recipe: Recipe): Promise<void> {
  const folder = folderAt(place);
  await folder.write(START_FILE, [await startBytes(folder.read, recipe)]);
}

/** @param read of the folder in which the training is going to save */
export const startBytes = async (read: Read, recipe: Recipe): Promise<Uint8Array> =>
  sealedJsonBytes({ schemaVersion: SCHEMA_VERSION, replaces: await currentCheckpoint(read), recipe });

/**
 * The recipe of a training that was started in the folder and has saved nothing yet; undefined when there is none.
 * Throws RunFolderError when it is damaged.
 */
export const loadStart = (place: string | Folder): Promise<Recipe | undefined> => reading(place, readStart);

export const removeStart = (place: string | Folder): Promise<void> => folderAt(place).remove(START_FILE);

export async function readStart(read: Read): Promise<Recipe | undefined> {
  const bytes = await read(START_FILE);
  if (bytes === undefined) return undefined;
  const json = parseJson(START_FILE, bytes) as Record<string, unknown>;
  if (json.schemaVersion !== SCHEMA_VERSION) {
    throw new RunFolderError(
      START_FILE,
      `expected schemaVersion ${SCHEMA_VERSION}, received ${JSON.stringify(json.schemaVersion)}. Use the version of imgcls that wrote it.`,
    );
  }
  const { replaces, recipe } = await openSealed(START_FILE, json);
  // Another checkpoint is one of this training, which was killed before it could remove its start.
  return (await currentCheckpoint(read)) === replaces ? (recipe as Recipe) : undefined;
}

/** Which checkpoint there is: by its values, as its own seal goes by them, so that a changed space is no other one. */
async function currentCheckpoint(read: Read): Promise<string | null> {
  const bytes = await read(CHECKPOINT_FILE);
  return bytes === undefined ? null : sha256(valuesOf(bytes));
}

function valuesOf(bytes: Uint8Array): Uint8Array {
  try {
    return textBytes(JSON.stringify(JSON.parse(new TextDecoder().decode(bytes))));
  } catch {
    // No JSON any more: whoever reads the checkpoint says so.
    return bytes;
  }
}
