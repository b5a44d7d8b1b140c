import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it; false when it was there. Not by `recursive` of Node's `mkdir`, which never returns where making a
 * folder fails with ENOENT although the folder above is there, as in /proc.
 */
export async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && dirname(path) !== path && !(await isFolder(dirname(path)))) {
      await makeFolder(dirname(path));
      return makeFolder(path);
    }
    if (!(await isFolder(path))) throw error;
    return false;
  }
}

/** Whatever keeps it from being looked at, it is no folder to write into. */
const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
