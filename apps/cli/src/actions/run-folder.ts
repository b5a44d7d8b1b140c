import { readdir, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { CommandFailedError } from "../errors.js";
import type { Output } from "../output.js";
import { makeFolder } from "./files.js";
import { holdFolder, LOCK } from "./run-lock.js";

/** One of these shows that a folder is a run's. */
const RUN_FILES = ["imgcls.json", "checkpoint"];

/** What `evaluate` and `export` write; of no use once the model is another. */
const DERIVED_FILES = ["report.html", "report.json", "model.onnx"];

/**
 * Makes sure, before any work, that a run can be written to `folder`, and holds it until the work is done. A folder of
 * something else is never touched; one that is still empty then, and was not there before, is removed.
 *
 * @throws CommandFailedError when the folder holds something else, or another training holds it
 */
export async function inRunFolder<T>(folder: string, output: Output, work: () => Promise<T>): Promise<T> {
  const entries = await entriesOf(folder);
  const isRun = entries.some((name) => RUN_FILES.includes(name) || name.startsWith(LOCK));
  if (entries.length > 0 && !isRun) {
    throw new CommandFailedError(
      `--out ${folder}: expected a new or empty folder, or one of an earlier run, found other files in it (${entries[0]}, …). Choose another folder.`,
    );
  }
  const created = await makeFolder(folder);
  const release = await holdFolder(folder, {
    onWait: (owner) =>
      output.note(`Finding out whether another training in ${folder} still runs (${owner})…`),
  });
  try {
    return await work();
  } finally {
    await release();
    await removeIfEmpty(join(folder, "checkpoint"));
    if (created) await removeIfEmpty(folder);
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => undefined);
  if (entries?.length === 0) await rmdir(folder);
}

async function entriesOf(folder: string): Promise<string[]> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) {
    throw new CommandFailedError(`--out ${folder}: expected a folder, found a file. Choose another name.`);
  }
  return readdir(folder);
}

/** The files in the folder that were made of the model in it. */
export async function derivedFiles(folder: string): Promise<string[]> {
  const entries = await entriesOf(folder);
  return DERIVED_FILES.filter((name) => entries.includes(name));
}

/** Says, before a training that begins in the folder, what it is going to replace. */
export async function warnOfReplacing(folder: string, output: Output): Promise<void> {
  if (!(await entriesOf(folder)).some((name) => RUN_FILES.includes(name))) return;
  const derived = await derivedFiles(folder);
  const removed = derived.length === 0 ? "" : `; ${derived.join(", ")} are removed then`;
  output.warn(
    `${folder} holds an earlier run: this training replaces its checkpoint within a minute and its model after the first epoch${removed}. To keep it, choose another --out, or go on with it with --resume`,
  );
}

/** Whether somebody can use what is in the folder. */
export const hasModel = async (folder: string): Promise<boolean> =>
  (await entriesOf(folder)).includes("imgcls.json");

/** What was made of the model that was in the folder before. */
export async function removeDerivedFiles(folder: string): Promise<void> {
  await Promise.all(DERIVED_FILES.map((name) => rm(join(folder, name), { force: true })));
}
