import { mkdir, rmdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "./system-errors.js";

/**
 * `mkdir -p`. Not Node's own: its `recursive` never returns where making a folder fails with ENOENT
 * although the folder above is there, as in /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" && dirname(path) !== path && !(await isFolder(dirname(path)))) {
      await makeFolder(dirname(path));
      return makeFolder(path);
    }
    if (!(await isFolder(path))) throw error;
  }
}

/** Whatever keeps it from being looked at, it is no folder to write into. */
const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Removes a folder if nothing is in it. */
export async function removeIfEmpty(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (!NOT_EMPTY.includes(codeOf(error))) throw error;
  }
}

/** ENOENT: somebody else removed it. EEXIST is what some systems say for ENOTEMPTY. */
const NOT_EMPTY: readonly (string | undefined)[] = [
  "ENOTEMPTY",
  "EEXIST",
  "ENOENT",
  "EBUSY",
  "EPERM",
  "EACCES",
];
