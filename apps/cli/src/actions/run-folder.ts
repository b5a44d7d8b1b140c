import { readdir, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandFailedError } from "../errors.js";
import { makeFolder } from "./files.js";

/** One of these shows that a folder is a run's. */
const RUN_FILES = ["imgcls.json", "checkpoint"];

/** What `evaluate` and `export` write; of no use once the model is another. */
const DERIVED_FILES = ["report.html", "report.json", "model.onnx"];

/**
 * Makes sure, before any work, that a run can be written to `folder`. A folder of something else is never
 * touched. The returned function removes the folder again if it is still empty.
 *
 * @throws CommandFailedError when the folder holds something else or cannot be written
 */
export async function prepareRunFolder(folder: string): Promise<() => Promise<void>> {
  const entries = await entriesOf(folder);
  const isRun = entries.some((name) => RUN_FILES.includes(name));
  if (entries.length > 0 && !isRun) {
    throw new CommandFailedError(
      `--out ${folder}: expected a new or empty folder, or one of an earlier run, found other files in it (${entries[0]}, …). Choose another folder.`,
    );
  }
  const created = await makeFolder(folder);
  const probe = join(folder, `.imgcls.${process.pid}.tmp`);
  await writeFile(probe, "");
  await rm(probe);
  return async () => {
    if (created && (await readdir(folder)).length === 0) await rmdir(folder);
  };
}

async function entriesOf(folder: string): Promise<string[]> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) {
    throw new CommandFailedError(`--out ${folder}: expected a folder, found a file. Choose another name.`);
  }
  return readdir(folder);
}

/** What was made of the model that was in the folder before. */
export async function removeDerivedFiles(folder: string): Promise<void> {
  await Promise.all(DERIVED_FILES.map((name) => rm(join(folder, name), { force: true })));
}
