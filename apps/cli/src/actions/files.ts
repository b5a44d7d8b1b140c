import { type FileHandle, mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Writes to a temporary name beside `path` and renames: a reader never sees half a file. */
export const writeFileAtomically = (path: string, content: string | Uint8Array): Promise<void> =>
  withTemporaryName(path, (temporary) => writeFile(temporary, content));

/** The same for what is written piece by piece; nothing is left when `write` fails. */
export const withFileAtomically = <Result>(
  path: string,
  write: (file: FileHandle) => Promise<Result>,
): Promise<Result> =>
  withTemporaryName(path, async (temporary) => {
    const file = await open(temporary, "w");
    try {
      return await write(file);
    } finally {
      await file.close();
    }
  });

async function withTemporaryName<Result>(
  path: string,
  write: (temporary: string) => Promise<Result>,
): Promise<Result> {
  await makeFolder(dirname(path));
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const result = await write(temporary);
    await rename(temporary, path);
    return result;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Makes a folder and those above it; false when it was there. Not `mkdir` with `recursive`: on file systems
 * such as /proc, where nobody can make one, Node 20 then tries for ever.
 */
export async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (code !== "ENOENT" || dirname(folder) === folder) throw error;
  }
  await makeFolder(dirname(folder));
  await mkdir(folder);
  return true;
}
