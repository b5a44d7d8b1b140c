// A run folder as one file, for platforms without folders and for people who send it to somebody.
import { type Checks, oneOf, positive } from "@imgcls/checks";
import { unzipSync, zipSync } from "fflate";
import { requireOptions } from "../training-plan.js";
import { CHECKPOINT_FILE } from "./checkpoint-files.js";
import { RunFolderError } from "./errors.js";
import { HISTORY_CSV, HISTORY_JSON } from "./history-files.js";
import { CARD_FILE } from "./model-card.js";
import { MODEL_FILE, WEIGHTS_FILE } from "./model-files.js";
import { RECIPE_FILE, type ReadRunOptions, readRun, runFiles, type SavedRun } from "./run-files.js";
import { crc32, type ZipEntry, zipDirectory } from "./zip-directory.js";

export interface RunFromZipOptions extends ReadRunOptions {
  /** Bytes that the run's files may have when unpacked. Default 1 GiB. */
  readonly maxBytes?: number;
}

const CHECKS: Checks<RunFromZipOptions> = { maxBytes: positive, onBadCheckpoint: oneOf("error", "leaveOut") };

/** The files of a run; a folder may hold more, such as a report. */
const NAMES: readonly string[] = [
  CARD_FILE,
  MODEL_FILE,
  WEIGHTS_FILE,
  HISTORY_JSON,
  HISTORY_CSV,
  RECIPE_FILE,
];
const CHECKPOINT_FOLDER = CHECKPOINT_FILE.slice(0, CHECKPOINT_FILE.indexOf("/") + 1);

/**
 * The run folder as a zip file: unpacked, it is what `saveRun` writes.
 *
 * @param extraFiles further content by name, such as "report.html". Default: none.
 */
export const runToZip = async (
  run: SavedRun,
  extraFiles: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Uint8Array<ArrayBuffer>> => filesToZip(new Map([...(await runFiles(run)), ...extraFiles]));

/** A zip file with this content by name. */
export const filesToZip = (files: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> =>
  zipSync(Object.fromEntries(files));

/**
 * Reads a run from a zip file, whether the files are at its top or in a folder.
 * Throws RunFolderError when it is no intact zip file, holds no run folder or more than one, is too large, or
 * when a file is missing, damaged or does not fit the others.
 */
export async function runFromZip(zip: Uint8Array, options: RunFromZipOptions = {}): Promise<SavedRun> {
  requireOptions("runFromZip", options, CHECKS);
  const { maxBytes, ...reading } = options;
  const entries = entriesOfRun(zip, maxBytes);
  return readRun(async (name) => {
    const entry = entries.get(name);
    return entry && unpack(zip, entry);
  }, reading);
}

/**
 * The files of a run in a zip file, by name, whether they are at its top or in a folder. Whether they fit each other shows
 * when they are read as a run.
 *
 * @param maxBytes that they may have when unpacked. Default 1 GiB
 * @throws RunFolderError when it is no intact zip file, holds no run folder or more than one, or is too large
 */
export function runFilesFromZip(zip: Uint8Array, maxBytes?: number): Map<string, Uint8Array> {
  const entries = entriesOfRun(zip, maxBytes);
  return new Map([...entries].map(([name, entry]) => [name, unpack(zip, entry)]));
}

function entriesOfRun(zip: Uint8Array, maxBytes = 2 ** 30): Map<string, ZipEntry> {
  const entries = zipDirectory(zip);
  if (entries === undefined) throw zipError("expected a zip file, received something else or a part of one");
  const folder = runFolderIn(entries);
  const wanted = new Map(
    entries.flatMap((entry) => {
      const name = entry.name.startsWith(folder) ? entry.name.slice(folder.length) : "";
      return isOfRun(name) ? [[name, entry]] : [];
    }),
  );
  requireReadable([...wanted.values()], maxBytes);
  return wanted;
}

/** Also what waits for its place in the folder of a killed training. */
const isOfRun = (name: string): boolean =>
  name.startsWith(CHECKPOINT_FOLDER) ||
  NAMES.some((own) => name === own || (name.startsWith(`${own}.`) && name.endsWith(".next")));

/** The folder, with its final "/", that has a model card: "" when that is at the top. */
function runFolderIn(entries: readonly ZipEntry[]): string {
  const folders = entries
    .map(({ name }) => name)
    .filter((name) => name === CARD_FILE || (name.endsWith(`/${CARD_FILE}`) && !name.startsWith("__MACOSX/")))
    .map((name) => name.slice(0, -CARD_FILE.length));
  if (folders.length === 1) return folders[0]!;
  const found = folders.length === 0 ? "found none" : `found ${folders.length} (${folders.join(", ")})`;
  throw zipError(`expected one run folder, with a file ${CARD_FILE}, ${found}`);
}

function requireReadable(entries: readonly ZipEntry[], maxBytes: number): void {
  if (entries.some(({ isEncrypted }) => isEncrypted)) {
    throw zipError("expected files without a password, found encrypted ones");
  }
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (bytes > maxBytes) {
    throw zipError(`expected at most ${maxBytes} bytes of files, found ${bytes}. Raise maxBytes to read it`);
  }
}

function unpack(zip: Uint8Array, { name, crc32: expected }: ZipEntry): Uint8Array {
  let content: Uint8Array | undefined;
  try {
    content = unzipSync(zip, { filter: (file) => file.name === name })[name];
  } catch (cause) {
    throw new RunFolderError(name, `cannot be unpacked from the zip file (${(cause as Error).message}).`, {
      cause,
    });
  }
  if (content === undefined || crc32(content) !== expected) {
    throw new RunFolderError(name, "its checksum in the zip file is wrong. The file is damaged.");
  }
  return content;
}

const zipError = (problem: string, options?: ErrorOptions): RunFolderError =>
  new RunFolderError("zip file", `${problem}.`, options);
