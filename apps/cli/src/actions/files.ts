import { type FileHandle, open, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { makeFolder } from "@imgcls/checks/node";

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
