import { rmdir } from "node:fs/promises";
import { codeOf } from "./system-errors.js";

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
